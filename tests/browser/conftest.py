"""The ground of the browser tests: a running portal, a Chromium, pages of people. How to use it: README.md."""

import os
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import live_portal
import pytest
import watched
from playwright.sync_api import Browser, Page, expect, sync_playwright

import chromium

FOUND = chromium.find()
HERE = Path(__file__).parent
WIDTHS = ("phone", "desktop")
expect.set_options(timeout=watched.PATIENCE)
# Sandboxing needs rights that containers do not give. Only maps are drawn by the software that stands in for a graphics card:
# pages drawn by it too cost a third more of a processor.
_SWITCHES = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--use-angle=swiftshader-webgl",
    "--enable-unsafe-swiftshader",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One width of each journey belongs to every run, by turns the phone's and the desk's; the other is slow.

    Without a Chromium: left out and said loudly at the end, or, where CI asks for one, a failure.
    """
    for item in items:
        told = getattr(item, "callspec", None)
        own = any("width" in mark.args[0] for mark in item.iter_markers("parametrize"))
        if told is not None and "width" in told.params and not own and HERE in item.path.parents:
            turn = WIDTHS[zlib.crc32(item.originalname.encode()) % 2]  # type: ignore[attr-defined]
            if told.params["width"] != turn:
                item.add_marker(pytest.mark.slow)
    if FOUND is None and not chromium.REQUIRED:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed tells how its house is: where it ran, nobody can look any more."""
    report = yield
    house = getattr(item, "funcargs", {}).get("_house")
    if report.failed and house is not None:
        report.sections.append(("Keadaan rumah", house.told()))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per test process; contexts in it are cheap."""
    assert FOUND is not None, chromium.LOUD.format(count="SEMUA")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=FOUND, args=_SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def _house() -> Iterator[live_portal.Portal]:
    with live_portal.portal(os.environ.get("PYTEST_XDIST_WORKER", "sendiri")) as made:
        yield made


@pytest.fixture
def portal(_house: live_portal.Portal) -> live_portal.Portal:
    """The running portal, in the state of the ground. For tests that only look; who writes takes `portal_baru`."""
    _house.fresh()
    return _house


@pytest.fixture
def field_portal(_house: live_portal.Portal) -> live_portal.Portal:
    """The same house with field work on its ground, for the walk: journeys begin on the ground without."""
    _house.fresh(live_portal.FIELD)
    return _house


@pytest.fixture
def portal_baru(portal: live_portal.Portal) -> live_portal.Portal:
    """The same for a test that writes: afterwards the ground is laid anew."""
    portal.dirty = True
    return portal


@pytest.fixture
def watch() -> Iterator[watched.Watch]:
    """Fails the test for whatever went wrong in its pages."""
    made = watched.Watch()
    yield made
    assert made.close() == []


@pytest.fixture
def page_for(browser: Browser, portal: live_portal.Portal, watch: watched.Watch) -> Callable[..., Page]:
    """`page_for("operator", "phone")`: a watched page of somebody who is signed in; "" for nobody."""

    def page(role: str = "", width: str = "desktop", **more: object) -> Page:
        return watch.open(browser, portal, role, width, **more)

    return page


@pytest.fixture(scope="session")
def _kept() -> list[Page]:
    return []


@pytest.fixture
def page_lent(browser: Browser, watch: watched.Watch, _kept: list[Page]) -> Callable[..., Page]:
    """`page_lent(portal, "operator", (404,))`: for who only looks at one page on a desk; others used it before.

    Not for who leaves something in a browser: a key, a service worker.
    """

    def page(portal: live_portal.Portal, role: str, expects: tuple[int, ...]) -> Page:
        return watch.lend(browser, portal, role, _kept, expects)

    return page


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    """Phone (390 x 844, touch) or desktop (1366 x 768): one of them in every run, both in `make soak`."""
    return str(request.param)


@pytest.fixture(params=WIDTHS)
def each_width(request: pytest.FixtureRequest) -> str:
    """Phone, then desktop, in every run: where the way differs."""
    return str(request.param)
