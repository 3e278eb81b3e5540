"""How long until a map can be used: from the first byte asked for to the last village drawn, in Chromium without a window.

The page of a region with its villages as outlines: Kutai Kartanegara (237) and all of Kalimantan Timur (1,038). Each
visit is the first one of a browser: nothing is in its store; WebGL is done by software. The median of the visits counts.
Gates: 2.5 s and 4 s.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

from playwright.sync_api import Browser

import chromium
import harness
import portal_room
import portal_server

GATES = {"64.02": 2.5, "64": 4.0}
VISITS = 5


def run(*, rows: int | None = None, set_name: str | None = None) -> harness.Result:
    if rows is not None or set_name is not None:
        raise ValueError("bench map has neither rows nor sets")
    with portal_room.room() as environment:
        sessions = harness.measured(portal_server.sign_in, environment, 1, "64").value
        measured = harness.measured(draw_all, environment, sessions[0])
    table = [{**found, "gate_s": GATES[found["region"]]} for found in measured.value]
    return harness.Result(
        name="map", rows=sum(found["villages"] for found in table), seconds=max(found["median_s"] for found in table),
        peak_mb=measured.peak_mb,
        goal="usable within " + ", ".join(f"{gate:g} s ({code})" for code, gate in GATES.items()),
        reached=all(found["median_s"] <= found["gate_s"] for found in table),
        scores={"load_average": os.getloadavg()[0], "visits": VISITS}, table=table,
    )  # fmt: skip


def draw_all(environment: dict[str, str], session: str) -> list[dict[str, Any]]:
    """Every region in turn."""
    with portal_server.server(environment) as (port, _server), chromium.browser() as opened:
        _visit(opened, port, session, "64.02")  # the server reads boundaries once, not for each visitor
        return [_region(opened, port, session, code) for code in GATES]


def _region(opened: Browser, port: int, session: str, code: str) -> dict[str, Any]:
    found = [_visit(opened, port, session, code) for _ in range(VISITS)]
    seconds = [each for each, _villages in found]
    return {
        "region": code, "villages": found[0][1], "median_s": round(statistics.median(seconds), 2),
        "slowest_s": round(max(seconds), 2), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _visit(opened: Browser, port: int, session: str, code: str) -> tuple[float, int]:
    """Seconds until every outline is drawn and answers to the pointer, and how many villages the page knows."""
    context = chromium.visitor(opened, port, session)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/wilayah/{code}/", wait_until="commit")
    page.locator("[data-map][data-ready]").wait_for(timeout=60_000)
    seconds = time.perf_counter() - start
    villages = page.locator("[data-map]").get_attribute("data-map")
    count = page.evaluate(
        "id => Object.keys(JSON.parse(document.getElementById(id).textContent)).length", villages
    )
    context.close()
    return seconds, int(count)
