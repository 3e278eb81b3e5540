"""Pages of a browser that is watched: whatever goes wrong while a test walks makes the test fail at its end."""

from dataclasses import dataclass, field
from typing import Any

from live_portal import Portal
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

import patience

# Milliseconds to wait for what should come at once.
PATIENCE = patience.SOON * 1000
WIDTHS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1366, "height": 768}, "screen": {"width": 1366, "height": 768}},
    "phone": {
        "viewport": {"width": 390, "height": 844}, "screen": {"width": 390, "height": 844}, "is_mobile": True,
        "has_touch": True, "device_scale_factor": 2,
    },
}  # fmt: skip
# Runs in every page before its own scripts; the content policy does not reach it.
_WATCH = """
document.addEventListener('securitypolicyviolation', e => console.error(`KEBIJAKAN ISI ${e.violatedDirective} ${e.blockedURI}`));
window.addEventListener('load', () => setTimeout(() => {
  const wide = document.documentElement.scrollWidth;
  if (wide > screen.width) console.error(`TERLALU LEBAR ${wide} > ${screen.width} ${location.pathname}`);
}, 50));
"""


def _context(browser: Browser, portal: Portal, width: str, **more: Any) -> BrowserContext:
    made = browser.new_context(**{
        "base_url": portal.address, "locale": "id-ID", "reduced_motion": "reduce", **WIDTHS[width], **more
    })  # fmt: skip
    made.set_default_timeout(PATIENCE)
    made.add_init_script(_WATCH)
    return made


@dataclass
class Watch:
    """What was complained about in the pages of one test. `expects`: statuses that are meant to be answered."""

    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    lent: list[tuple[Page, dict[Any, Any]]] = field(default_factory=list)

    def open(self, browser: Browser, portal: Portal, role: str, width: str, **more: Any) -> Page:
        """A page of somebody ("" for nobody) at a width. `expects`: statuses beyond 400 that are meant; else as Browser.new_context."""
        expects = tuple(more.pop("expects", ()))
        context = _context(browser, portal, width, **more)
        self.contexts.append(context)
        if role:
            context.add_cookies([portal.session(role)])  # type: ignore[list-item]
        page = context.new_page()
        self._listen(page, expects)
        return page

    def lend(
        self, browser: Browser, portal: Portal, role: str, kept: list[Page], expects: tuple[int, ...]
    ) -> Page:
        """The page that tests before used too (`kept`), for somebody else now: a new context costs more than a page."""
        if not kept:
            kept.append(_context(browser, portal, "desktop").new_page())
        page = kept[0]
        page.goto("about:blank")
        page.set_viewport_size(WIDTHS["desktop"]["viewport"])
        page.emulate_media(color_scheme="light")
        page.context.clear_cookies()
        if role:
            page.context.add_cookies([portal.session(role)])  # type: ignore[list-item]
        self.lent.append((page, self._listen(page, expects)))
        return page

    def _listen(self, page: Page, expects: tuple[int, ...]) -> dict[Any, Any]:
        told: dict[Any, Any] = {
            "console": self._console,
            "pageerror": lambda error: self.complaints.append(f"galat skrip: {error}"),
            "response": lambda answer: self._answer(answer, expects),
        }
        for event, listener in told.items():
            page.on(event, listener)
        return told

    def _console(self, message: ConsoleMessage) -> None:
        # A status is told by the answer itself, with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"konsol: {message.text}")

    def _answer(self, answer: Response, expects: tuple[int, ...]) -> None:
        if answer.status >= 400 and answer.status not in expects:
            self.complaints.append(f"{answer.status} {answer.request.method} {answer.url}")

    def _too_wide(self, page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - screen.width")
        if wide > 0:
            self.complaints.append(f"{wide} piksel terlalu lebar: {page.url}")

    def close(self) -> list[str]:
        """Ends all pages that were opened and gives back those that were lent; what was complained about."""
        for context in self.contexts:
            for page in context.pages:
                self._too_wide(page)
            context.close()
        for page, told in self.lent:
            self._too_wide(page)
            for event, listener in told.items():
                page.remove_listener(event, listener)
        return self.complaints
