"""Which right a page asks for: said where the page is written, enforced there, and readable by the test that walks
every route.

    @access.page(ability=Ability.SEE, field_class=FieldClass.IDENTITY)
    def person(request, reference): ...

Pages without personal data for anybody signed in: `@access.signed_in`; for anybody at all: `@access.public`.
For django-ninja: `@router.get(...)` above `@access.endpoint(...)`. Pages of libraries are named in FOREIGN.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja.decorators import decorate_view

from selaras.apps.accounts import rules
from selaras.shell import trail

ATTRIBUTE = "selaras_access"
UNKNOWN = "Token tidak ada, sudah berakhir, atau tidak dikenal."
View = Callable[..., HttpResponse]
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks for. `ability` None: everybody who signed in, or everybody when `open`."""

    ability: rules.Ability | None = None
    field_class: rules.FieldClass = rules.FieldClass.PUBLIC
    open: bool = False

    def admits(self, actor: rules.Actor | None) -> bool:
        """Whether the door opens. What lies behind it is narrowed again by the queries."""
        if self.open:
            return True
        if actor is None:
            return False
        return self.ability is None or bool(rules.scopes(actor, self.ability, self.field_class))


OPEN, SIGNED_IN = Access(open=True), Access()

# Routes of libraries, by name. A route that is neither here nor marked fails the test.
FOREIGN: dict[str, Access] = {
    **dict.fromkeys(
        ("account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn", "account_inactive",
         "account_signup", "account_reset_password", "set_language", "api:openapi-json", "api:api-root"),
        OPEN,
    ),
    **dict.fromkeys(
        ("account_change_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp",
         "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
         "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
         "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list", "account_email", "account_set_password"),
        SIGNED_IN,
    ),
}  # fmt: skip
# Where somebody may go who has not yet set up a second factor or changed a temporary password.
ON_THE_WAY_IN = frozenset(FOREIGN) | {"health", "trouble"}


def actor_of(request: HttpRequest) -> rules.Actor:
    """Who acts in this request. Raises Refused where nobody does."""
    actor: rules.Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise trail.Refused("masuk")
    return actor


def page(
    *, ability: rules.Ability, field_class: rules.FieldClass = rules.FieldClass.PUBLIC
) -> Callable[[View], View]:
    """Admits those who hold `ability` on `field_class` anywhere at all; others are refused and the refusal is kept."""
    return functools.partial(_guarded, access=Access(ability, field_class))


def signed_in(view: View) -> View:
    """Admits everybody who signed in."""
    return _guarded(view, access=SIGNED_IN)


def public(view: View) -> View:
    """Admits everybody, known or not."""
    return _guarded(view, access=OPEN)


def _guarded(view: View, access: Access) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: rules.Actor | None = getattr(request, "actor", None)
        if actor is None and not access.open:
            return _to_sign_in(request)
        if not access.admits(actor):
            raise trail.Refused(_name(request), "halaman", str(access.ability))
        return view(request, *args, **kwargs)

    setattr(guarded, ATTRIBUTE, access)
    return guarded


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.view_name if request.resolver_match else "") or "halaman"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    # htmx would put the sign-in page into a corner of the present page.
    answer = HttpResponse(status=401)
    answer["HX-Redirect"] = reverse("account_login")
    return answer


def endpoint(
    *, ability: rules.Ability, field_class: rules.FieldClass = rules.FieldClass.PUBLIC
) -> Callable[[_Endpoint], _Endpoint]:
    """The same for a route of the API: stands under `@router.get(...)`. 401 without a token, 403 without the right."""
    access = Access(ability, field_class)

    def guard(run: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(run)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor: rules.Actor | None = getattr(request, "actor", None)
            if actor is None:
                # Answered here: ninja's handlers do not see what is raised around an operation.
                answer = JsonResponse({"galat": UNKNOWN}, status=401)
                answer["WWW-Authenticate"] = "Bearer"
                return answer
            if not access.admits(actor):
                raise trail.Refused(_name(request), "api", str(ability))
            return run(request, *args, **kwargs)

        return guarded

    def marked(function: _Endpoint) -> _Endpoint:
        setattr(function, ATTRIBUTE, access)
        return decorate_view(guard)(function)

    return marked
