"""What every test may ask for: a database, people of every role, a browser-like client that is signed in."""

import copy
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

import chromium
import portal_cluster
import together
from selaras.apps.accounts import queries, rules, services
from selaras.apps.accounts.models import Agency, Grant, User
from selaras.cli.serve import postgres

# No deadline: a slow machine is no fault of the code. Speed is measured in benchmarks/, not in tests.
hypothesis.settings.register_profile("selaras", deadline=None)
hypothesis.settings.load_profile("selaras")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        root = portal_cluster.make_root()
        config.portal_root = root  # type: ignore[attr-defined]
        # Settings were read before this root was made; processes of xdist read it from the environment.
        settings.SELARAS_KEYS, settings.SELARAS_FILES = root / "kunci", root / "berkas"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What belongs together, the longest first."""
    together.arrange(items)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: somebody always waits for a page, a job, a process that starts."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_unconfigure(config: pytest.Config) -> None:
    root = getattr(config, "portal_root", None)
    if root is not None:
        portal_cluster.end(root)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in capitals, last of all, that there was no browser."""
    left_out = [
        each for each in terminalreporter.getreports("skipped") if chromium.MISSING in str(each.longrepr)
    ]
    if left_out:
        terminalreporter.section(chromium.MISSING, sep="!", red=True, bold=True)
        terminalreporter.write_line(chromium.LOUD.format(count=len(left_out)), red=True, bold=True)
    for reason in sorted({_untried(each) for each in terminalreporter.getreports("skipped")} - {""}):
        terminalreporter.section("TIDAK DIUJI", sep="!", red=True, bold=True)
        terminalreporter.write_line(reason, red=True, bold=True)


def _untried(report: pytest.TestReport) -> str:
    """What a test says that could not be tried here because a program of others is not installed."""
    return str(report.longrepr).partition("TIDAK DIUJI: ")[2].rstrip("')")


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """The PostgreSQL of this test session."""
    return portal_cluster.cluster()


@pytest.fixture(scope="session")
def database_name() -> str:
    """The database of this process."""
    return f"uji_{os.environ.get('PYTEST_XDIST_WORKER', 'sendiri')}"


@pytest.fixture(scope="session")
def django_db_setup(
    cluster: postgres.Cluster, database_name: str, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """In place of pytest-django's: the server's role on a copy of the template."""
    portal_cluster.copy(cluster, database_name)
    default = connections["default"]
    default.settings_dict.update(
        NAME=database_name, USER=postgres.APP, HOST=str(cluster.socket), PORT="", CONN_MAX_AGE=0
    )

    def emptied(_sql: list[str]) -> None:
        default.close()
        portal_cluster.copy(cluster, database_name)

    default.ops.execute_sql_flush = emptied  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()


_LAID: dict[str, Any] = {}


@pytest.fixture
def counted_anew(transactional_db: None, cluster: postgres.Cluster, database_name: str) -> None:
    """Rows are numbered from one again: tests that were undone have used numbers up. For who takes `laid_once`, before all else."""
    connections["default"].close()
    portal_cluster.copy(cluster, database_name)


@pytest.fixture
def laid_once(
    transactional_db: None, cluster: postgres.Cluster, database_name: str, settings: Any
) -> Callable[[str, Callable[[], Any]], Any]:
    """`laid_once("name", lay)`: what `lay` writes and answers, laid by the first test of this process, copied for the others.

    For tests that commit. Nothing may have been written before but by fixtures that always write the same.
    """

    def once(name: str, lay: Callable[[], Any]) -> Any:
        kept = f"{database_name}_{name}"
        files = Path(os.environ[portal_cluster.VARIABLE]) / kept
        if name not in _LAID:
            _LAID[name] = lay()
            connections["default"].close()
            portal_cluster.copy(cluster, kept, database_name)
            shutil.copytree(settings.SELARAS_FILES, files)
        else:
            connections["default"].close()
            portal_cluster.copy(cluster, database_name, kept)
            shutil.copytree(files, settings.SELARAS_FILES, dirs_exist_ok=True)
        return copy.deepcopy(_LAID[name])

    return once


@pytest.fixture
def owner(db: None, cluster: postgres.Cluster) -> Iterator[psycopg.Connection]:
    """A connection as the owner of the tables, as migrations have it. Sees committed rows only."""
    with psycopg.connect(
        cluster.url(connection.settings_dict["NAME"], postgres.OWNER), autocommit=True
    ) as found:
        yield found


@pytest.fixture
def admin(db: None, cluster: postgres.Cluster) -> Iterator[psycopg.Connection]:
    """A connection as the administrator of the cluster: the strongest intruder."""
    with psycopg.connect(
        cluster.url(connection.settings_dict["NAME"], postgres.ADMIN), autocommit=True
    ) as found:
        yield found


PeopleMaker = Callable[..., rules.Actor]
# Region and kind of agency each role is tested with, unless a test says otherwise.
HOMES = {
    "pelihat": ("opd", "64.02"), "operator": ("opd", "64.02"), "verifikator": ("kecamatan", "64.02.06"),
    "wali_data": ("opd", "64.02"), "pemilik_program": ("opd", "64.02"), "penyetuju": ("opd", "64.02"),
    "auditor": ("opd", ""), "pengelola": ("opd", ""), "petugas": ("desa_kelurahan", "64.02.06.1001"),
    "kepala_daerah": ("opd", "64.02"),
}  # fmt: skip


@pytest.fixture
def make_actor(db: None) -> PeopleMaker:
    """`make_actor("operator", scope="64.02", kind="opd", purpose="verifikasi")`: a person with that role, as Actor."""

    def make(
        role: str, *, scope: str | None = None, kind: str | None = None, purpose: str = "", duty: str = ""
    ) -> rules.Actor:
        home_kind, home_scope = HOMES[role]
        kind, scope = kind or home_kind, home_scope if scope is None else scope
        code = f"{kind}-{scope or 'semua'}".replace(".", "-").replace("_", "-")
        code += f"-{duty}" if duty else ""
        agency, _ = Agency.objects.get_or_create(
            code=code, defaults={"name": f"Instansi {code}", "kind": kind, "scope": scope, "duty": duty}
        )
        number = User.objects.count() + 1
        user = User.objects.create_user(
            email=f"{role}{number}@uji.selaras",
            name=f"Uji {role} {number}",
            agency=agency,
            password="rahasia-uji",
        )
        Grant.objects.create(user=user, role=role, scope=scope)
        found = queries.actor(user.pk, purpose=purpose)
        assert found is not None
        return found

    return make


@pytest.fixture
def as_actor() -> Callable[[rules.Actor], None]:
    """`as_actor(actor)`: the rest of the test runs in this person's context, as inside `acting`."""
    return services.identify


@pytest.fixture
def sign_in(db: None) -> Callable[[rules.Actor], Client]:
    """`sign_in(actor)`: a client that is signed in as this person."""

    def signed(actor: rules.Actor) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        if actor.purpose:
            session = client.session
            session["tujuan"] = actor.purpose
            session.save()
        return client

    return signed


@pytest.fixture(params=sorted(rules.ROLES))
def any_role(request: pytest.FixtureRequest) -> str:
    """Each role in turn."""
    return str(request.param)


@pytest.fixture
def keys() -> Path:
    """The folder of keys of this session."""
    return Path(os.environ[portal_cluster.VARIABLE]) / "kunci"


@pytest.fixture
def no_context(db: None) -> None:
    """The database as somebody meets it who has not said who they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.scopes', '', true), set_config('selaras.audit', '', true)")
