"""A journey is told in steps; a step that fails leaves a picture of the page and says which step it was."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

import patience

FOLDER = Path(os.environ.get("SELARAS_GAMBAR_GAGAL", Path(tempfile.gettempdir()) / "selaras-gagal"))

# Milliseconds that a job may take.
WORK = patience.WORK * 1000


@contextlib.contextmanager
def step(page: Page, what: str) -> Iterator[None]:
    """`with step(page, "opens the family"):` names a step of the journey in the words of whoever walks it."""
    try:
        yield
    except BaseException as error:
        test = re.sub(r"\W+", "-", os.environ.get("PYTEST_CURRENT_TEST", "uji").split("::")[-1].split(" ")[0])
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{test.strip('-')}-{re.sub(r'[^a-z0-9]+', '-', what.lower())}.png"
        with contextlib.suppress(Exception):
            page.screenshot(path=path, full_page=True)
        error.add_note(f"Langkah: {what} ({page.url})\nGambar: {path}")
        raise


def persons(page: Page) -> int:
    """How many persons the registry says it holds."""
    text = page.get_by_text(re.compile("Registri memuat")).inner_text()
    return int(re.search(r"memuat ([\d.]+) orang", text)[1].replace(".", ""))


def rebuilt(page: Page, number: int) -> None:
    """Waits until the registry of that number counts. The ground has the first."""

    def counts() -> bool:
        page.goto("/registri/susunan/")
        newest = page.get_by_role("table", name=re.compile("^Susunan")).get_by_role("row").nth(1)
        return bool(re.match(rf"{number}\b.*\baktif\b", " ".join(newest.inner_text().split())))

    patience.until(counts, f"registry {number} counts", beat=0.5)


def accept(page: Page) -> str:
    """Accepts the delivery that is shown; what the question said before it was answered."""
    page.get_by_role("button", name="Terima edisi ini").click()
    asked = page.get_by_role("dialog", name="Terima edisi ini?")
    said = asked.inner_text()
    asked.get_by_role("button", name="Terima", exact=True).click()
    expect(page.get_by_text("Edisi diterima.")).to_be_visible()
    return said
