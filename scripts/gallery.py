"""Photograph every view of a running page: ``python scripts/gallery.py FOLDER [ADDRESS]``.

Each view in Chinese and English, 1440 and 390 pixels wide, light and dark, as PNG files named
``home.zh.1440.light.png``. With ``--readme``, only the pictures of the READMEs: three views in
both languages, as high as the screen, named ``home.zh.png``. Needs Debian's Chromium or the one
of Playwright.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LANGUAGES, WIDTHS, THEMES = ("zh", "en"), (1440, 390), ("light", "dark")
HEIGHT = 1000
README_VIEWS = ("home", "entity", "network")
README_SIZE = (1200, 760)
SETTLED_MS = 700  # the network's picture draws after its data is there


@dataclass(frozen=True, slots=True)
class Shot:
    """One combination of language, width and theme."""

    language: str
    width: int
    theme: str


def main() -> int:
    """Write the gallery; prints each file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--readme", action="store_true", help="the pictures of the READMEs")
    parser.add_argument("--only", default="", help="views whose name contains this")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        program = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        views = {k: v for k, v in find_views(browser, chosen.address).items() if chosen.only in k}
        take = photograph_readme if chosen.readme else photograph
        for file in take(browser, chosen.address, views, chosen.folder):
            print(file)
        browser.close()
    return 0


def find_views(browser: Browser, address: str) -> dict[str, str]:
    """Views to photograph, with addresses: the best connected initiative and so on."""
    page = browser.new_page()
    page.goto(address)
    query = "{reports{name} initiatives(first:500){nodes{iri label degree}}}"
    data = page.evaluate(
        "async query => (await (await fetch('/graphql', {method: 'POST', "
        "headers: {'Content-Type': 'application/json'}, body: JSON.stringify({query})})"
        ").json()).data",
        query,
    )
    page.close()
    best = max(data["initiatives"]["nodes"], key=lambda node: int(node["degree"]))
    local = quote(best["iri"].split("/id/", 1)[-1])
    return {
        "home": "/",
        "search": f"/search?q={quote(best['label'][:2])}",
        "entity": f"/entity/{local}",
        "network": f"/network/{local}",
        "report": f"/report/{quote(data['reports'][0]['name'])}?start=500&end=560",
        "query": "/query",
        "graphiql": "/graphql",
        "missing": "/nowhere",
    }


def photograph(
    browser: Browser, address: str, views: dict[str, str], folder: Path
) -> Iterator[Path]:
    """Every view in every combination."""
    for shot in (Shot(*choice) for choice in product(LANGUAGES, WIDTHS, THEMES)):
        context = open_context(browser, shot)
        page = context.new_page()
        for name, path in views.items():
            file = folder / f"{name}.{shot.language}.{shot.width}.{shot.theme}.png"
            open_view(page, address + path)
            page.screenshot(path=file, full_page=name != "report")
            yield file
        context.close()


def photograph_readme(
    browser: Browser, address: str, views: dict[str, str], folder: Path
) -> Iterator[Path]:
    """The views that the READMEs show, one screen of each, in both languages."""
    width, height = README_SIZE
    for language in LANGUAGES:
        context = open_context(browser, Shot(language, width, "light"), height)
        page = context.new_page()
        for name in (name for name in README_VIEWS if name in views):
            file = folder / f"{name}.{language}.png"
            open_view(page, address + views[name])
            page.screenshot(path=file)
            yield file
        context.close()


def open_context(browser: Browser, shot: Shot, height: int = HEIGHT) -> BrowserContext:
    """A fresh visitor with the shot's language, screen and colours."""
    return browser.new_context(
        viewport={"width": shot.width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="zh-CN" if shot.language == "zh" else "en-GB",
    )


def open_view(page: Page, address: str) -> None:
    """Open an address and wait until the view stands still."""
    page.goto(address, wait_until="networkidle")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(SETTLED_MS)


if __name__ == "__main__":
    sys.exit(main())
