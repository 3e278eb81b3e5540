"""A made-up kabupaten, and the way a file takes through the services."""

from collections.abc import Callable
from pathlib import Path

import pytest

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake.models import Delivery, Job
from selaras.apps.intake.services import read, receive
from selaras.synthetic import make


@pytest.fixture(scope="session")
def kabupaten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of a small kabupaten."""
    folder = tmp_path_factory.mktemp("kabupaten")
    make.make(900, 11, folder, kabupaten="64.02")
    return folder


@pytest.fixture
def send() -> Callable[..., Delivery]:
    """`send(path, by)`: received and read to the end; the delivery as it then stands, in the sender's context."""

    def sent(path: Path, by: access.Actor, *, name: str = "", replaces: int | None = None) -> Delivery:
        with accounts.acting(by):
            got = receive.receive(path=path, name=name or path.name, by=by, replaces=replaces)
        drain()
        accounts.identify(by)
        return Delivery.objects.get(pk=got.delivery.pk)

    return sent


def drain() -> None:
    """Does all jobs that wait."""
    accounts.identify(access.SYSTEM)
    for job in Job.objects.filter(state="menunggu").order_by("id").values_list("pk", flat=True):
        read.work(job)
    accounts.identify(access.SYSTEM)
