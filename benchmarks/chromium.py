"""A Chromium without a window, and what a first visit to a page costs in it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WebGL by software: the machine has no graphics card, an office computer has at least a slow one.
_OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
# What a map brings: its library, its outlines.
OF_A_MAP = ("/static/vendor/maplibre", "/static/vendor/pmtiles", "batas.geojson")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=_OPTIONS)
        try:
            yield opened
        finally:
            opened.close()


def visitor(opened: Browser, port: int, session: str) -> BrowserContext:
    """Somebody who signed in and has seen no page yet: nothing is in the browser's store."""
    context = opened.new_context(viewport={"width": 1366, "height": 844})
    context.add_cookies([{"name": "selaras", "value": session, "domain": "127.0.0.1", "path": "/"}])
    return context


def weigh(opened: Browser, port: int, session: str, path: str) -> dict[str, Any]:
    """Bytes over the wire of a first visit, heads included; `map_kb`: of them what only the map asked for."""
    context = visitor(opened, port, session)
    page = context.new_page()
    sizes = _listen(context, page)
    answer = page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
    if answer is None or answer.status != 200 or urlsplit(page.url).path.startswith("/masuk"):
        raise RuntimeError(f"{path} did not answer: {answer.status if answer else 'nothing'}")
    context.close()
    of_map = sum(size for address, size in sizes.items() if any(mark in address for mark in OF_A_MAP))
    total = sum(sizes.values())
    return {"kb": round((total - of_map) / 1000, 1), "map_kb": round(of_map / 1000, 1), "files": len(sizes)}


def _listen(context: BrowserContext, page: Page) -> dict[str, float]:
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda e: addresses.__setitem__(e["requestId"], e["request"]["url"]))

    def done(event: dict[str, Any]) -> None:
        address = addresses.get(event["requestId"], "")
        sizes[address] = sizes.get(address, 0) + event["encodedDataLength"]

    wire.on("Network.loadingFinished", done)
    return sizes
