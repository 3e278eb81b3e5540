"""Whether a page holds anybody up: axe-core, and what axe does not look at."""

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
AXE = f"() => {{ {_SOURCE} }}"
LOOKS = {
    "meja": ({"width": 1366, "height": 768}, "light"),
    "telepon": ({"width": 390, "height": 844}, "dark"),
}
# Off by default in axe-core, asked for by WCAG 2.2 AA: nothing to be touched is smaller than 24 pixels.
_RULES = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
_RUN = """async options => (await axe.run(document, options)).violations
  .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.html.slice(0, 140)}`))"""
_OURS = """() => {
  const found = [];
  const heads = [...document.querySelectorAll('h1')].filter(h => h.checkVisibility());
  if (heads.length !== 1) found.push(`${heads.length} h1`);
  if (document.documentElement.lang !== 'id') found.push(`lang ${document.documentElement.lang}`);
  if (!document.title || document.title.startsWith('·')) found.push(`judul "${document.title}"`);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const at = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !at.checkVisibility({visibilityProperty: true})) continue;
    const size = parseFloat(getComputedStyle(at).fontSize) * (at.getScreenCTM ? at.getScreenCTM().a : 1);
    if (size < 11.99) found.push(`huruf ${size.toFixed(1)} px: ${words.currentNode.data.trim().slice(0, 40)}`);
  }
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) found.push(`${wide} piksel di layar ${window.innerWidth}`);
  return [...new Set(found)];
}"""


def here(page: Page) -> list[str]:
    """What holds somebody up on this page as it stands: every rule of axe-core, and ours."""
    # Half a megabyte: sent to a page once.
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(f"({_RUN})({_RULES})")
    return found + page.evaluate(_OURS)  # type: ignore[no-any-return]


def of(page: Page, looks: tuple[str, ...] = tuple(LOOKS)) -> list[str]:
    """The same on a desk in the light and on a phone in the dark."""
    found = []
    for name in looks:
        size, theme = LOOKS[name]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{name}: {each}" for each in here(page)]
    return found
