"""One request, one transaction, one actor."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from selaras.apps.accounts import access, queries, rules, services
from selaras.kernel import errors
from selaras.shell import trail, words

# Sent by elements that ask again by themselves: they do not keep a session alive.
POLLING = "X-Selaras-Berkala"
API = "/api/"
_TOUCH_EVERY = 60


class Acting:
    """Opens the transaction of the request in the name of who signed in, reads their rights anew, and closes it.

    An error or a refusal rolls everything back; a refusal is then kept in a transaction of its own.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            actor = self._actor(request)
            request.actor = actor  # type: ignore[attr-defined]
            if actor is not None:
                services.identify(actor)
            response = self.answer(request)
            if response.status_code >= 500 or hasattr(request, "refusal") or hasattr(request, "failed"):
                transaction.set_rollback(True)
        refusal: trail.Refused | None = getattr(request, "refusal", None)
        if refusal is not None:
            services.mark_refusal(refusal, actor)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing of a failed request stays. allauth answers by an exception where nothing failed."""
        if isinstance(exception, ImmediateHttpResponse | ReauthenticationRequired):
            return None
        # Rolled back when the answer is there: the page that says so may still have to read.
        request.failed = True  # type: ignore[attr-defined]
        if isinstance(exception, trail.Refused):
            request.refusal = exception  # type: ignore[attr-defined]
        if isinstance(exception, DataError):
            # A text that no column can hold, such as one with a NUL in it: no form of ours sends that. Rendered without
            # the context processors, because this transaction reads nothing more.
            return render(None, "400.html", status=400)
        if isinstance(exception, errors.SelarasError):
            said = words.told(exception.code, exception.params) or (exception.message, exception.hint)
            return render(request, "galat.html", {"what": said[0], "next": said[1]}, status=400)
        return None

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Leads to what is still missing before work can begin: a password of one's own, a second factor."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        actor: rules.Actor | None = getattr(request, "actor", None)
        if actor is None or actor.only is not None or name in access.ON_THE_WAY_IN:
            return None
        if request.user.must_change_password:  # type: ignore[union-attr]
            return redirect("account_change_password")
        if settings.SELARAS_SECOND_FACTOR and not queries.has_second_factor(actor.user_id):
            return redirect("mfa_index")
        return None

    def _actor(self, request: HttpRequest) -> rules.Actor | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            # A token opens the API and nothing else: the pages are for people, who sign in.
            return queries.actor_of_token(token.strip()) if request.path.startswith(API) else None
        if not request.user.is_authenticated:
            return None
        if self._worn_out(request):
            logout(request)
            return None
        # Read anew at this request like everything about them: no second reading of the same rows.
        return queries.actor_of_user(request.user, purpose=request.session.get("tujuan", ""))

    def _worn_out(self, request: HttpRequest) -> bool:
        """Counts work, not polling, as use of the session; ends it at the longest after a working day."""
        now = int(time.time())
        begun = request.session.setdefault("sejak", now)
        if now - begun > settings.SELARAS_LONGEST_SESSION:
            return True
        if POLLING not in request.headers and now - request.session.get("dipakai", 0) >= _TOUCH_EVERY:
            request.session["dipakai"] = now
        return False
