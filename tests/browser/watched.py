"""Pages of a browser that is watched: whatever goes wrong while a test walks makes the test fail at its end."""

from dataclasses import dataclass, field
from typing import Any

from live_portal import Portal
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

# Milliseconds to wait for what should come at once: a crowded machine is no fault of the page.
PATIENCE = 45_000
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


@dataclass
class Watch:
    """What was complained about in the pages of one test. `expects`: statuses that are meant to be answered."""

    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, browser: Browser, portal: Portal, role: str, width: str, **more: Any) -> Page:
        """A page of somebody ("" for nobody) at a width. `expects`: statuses beyond 400 that are meant; else as Browser.new_context."""
        expects = tuple(more.pop("expects", ()))
        context = browser.new_context(**{
            "base_url": portal.address, "locale": "id-ID", "reduced_motion": "reduce", **WIDTHS[width], **more
        })  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if role:
            context.add_cookies([portal.session(role)])  # type: ignore[list-item]
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"galat skrip: {error}"))
        page.on("response", lambda answer: self._answer(answer, expects))
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # A status is told by the answer itself, with its address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"konsol: {message.text}")

    def _answer(self, answer: Response, expects: tuple[int, ...]) -> None:
        if answer.status >= 400 and answer.status not in expects:
            self.complaints.append(f"{answer.status} {answer.request.method} {answer.url}")

    def close(self) -> list[str]:
        """Ends all pages; what was complained about."""
        for context in self.contexts:
            for page in context.pages:
                wide = page.evaluate("document.documentElement.scrollWidth - screen.width")
                if wide > 0:
                    self.complaints.append(f"{wide} piksel terlalu lebar: {page.url}")
            context.close()
        return self.complaints
