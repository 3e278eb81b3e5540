"""Every page of the portal in a real browser: no barrier, no complaint; a route without a page in the walk fails."""

import re
import sys
import urllib.request
from collections import Counter
from pathlib import Path

import barriers
import live_portal
import pytest
import stops
import stops_field
from playwright.sync_api import Page, Response

import patience

sys.path.append(str(Path(__file__).parents[1] / "integration" / "portal"))
import portal_routes

NO_PAGES = stops.NO_PAGES | stops_field.NO_PAGES | stops_field.SEEN_IN_JOURNEYS


def _looks() -> dict[stops.Stop, tuple[str, ...]]:
    """A page is looked at on a desk and on a phone; its further states and other people's on one of them, by turns."""
    before: Counter[str] = Counter()
    found: dict[stops.Stop, tuple[str, ...]] = {}
    for stop in (*stops.STOPS, *stops_field.STOPS):
        turn = tuple(barriers.LOOKS)[before[stop.route] % 2]
        found[stop] = (turn,) if before[stop.route] else tuple(barriers.LOOKS)
        before[stop.route] += 1
    return found


LOOKS = _looks()


def test_every_route_is_walked():
    routes = {route.name for route in portal_routes.pages()}
    walked = {stop.route for stop in (*stops.STOPS, *stops_field.STOPS) if stop.route}
    assert sorted(routes - walked - set(NO_PAGES)) == []
    assert sorted((walked | set(NO_PAGES)) - routes) == []


def _nothing_holds_up(stop: stops.Stop, page: Page, portal: live_portal.Portal) -> None:
    answers: list[int] = []

    def answered(answer: Response) -> None:
        if answer.request.is_navigation_request():
            answers.append(answer.status)

    page.on("response", answered)
    stop.go(page, portal)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", answered)
    assert answers[-1] == stop.status
    assert barriers.of(page, LOOKS[stop]) == []


@pytest.mark.parametrize("stop", stops.STOPS, ids=str)
def test_a_page_holds_nobody_up(stop, page_for, page_lent, portal):
    portal.dirty |= stop.writes
    if not stop.writes:
        page = page_lent(portal, stop.who, (stop.status,))
    else:
        page = page_for(stop.who, "desktop", expects=(stop.status,))
    _nothing_holds_up(stop, page, portal)


@pytest.mark.parametrize("stop", stops_field.STOPS, ids=str)
def test_a_page_of_field_work_holds_nobody_up(stop, browser, watch, page_lent, field_portal):
    if stop.route == "verval:field":  # a service worker stays in a browser
        page = watch.open(browser, field_portal, stop.who, "desktop", expects=(stop.status,))
    else:
        page = page_lent(field_portal, stop.who, (stop.status,))
    _nothing_holds_up(stop, page, field_portal)


def _title(portal, stop: stops.Stop) -> str:
    cookie = portal.session(stop.who) if stop.who else {"name": "tanpa", "value": "siapa"}
    address = f"{portal.address}{str(stop.way).format(**stops.places(portal))}"
    asked = urllib.request.Request(address, headers={"Cookie": f"{cookie['name']}={cookie['value']}"})
    with urllib.request.urlopen(asked, timeout=patience.SOON) as answer:
        return re.search(r"<title>(.*?)</title>", answer.read().decode(), re.DOTALL)[1]


def test_no_two_pages_have_the_same_title(portal):
    routes: dict[str, set[str]] = {}
    for ground, walk in ((live_portal.PLAIN, stops.STOPS), (live_portal.FIELD, stops_field.STOPS)):
        portal.fresh(ground)
        for stop in walk:
            if isinstance(stop.way, str) and stop.status == 200 and not stop.state:
                routes.setdefault(_title(portal, stop), set()).add(stop.route)
    assert {title: sorted(found) for title, found in routes.items() if len(found) > 1} == {}
