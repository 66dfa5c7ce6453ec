"""A real server over a small real graph, and a real Chromium that watches what the page does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from graph.store.generation import write_generation
from tests.small_dataset import small_dataset

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "api" / "static"
AXE = ROOT / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SERVE = (
    "import sys; from pathlib import Path; from api.server import serve; "
    "from api.settings import Settings; serve(Settings(data=Path(sys.argv[1])), port=0)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """A page that a visitor has open, and everything that should not have happened on it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the server and wait until the view is there."""
        self.page.goto(self.address + path, wait_until="networkidle")
        self.page.locator("h1").first.wait_for()
        return self.page

    def watch(self) -> None:
        """Note every error, refusal by the policy, and request to another origin."""
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.troubles.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.troubles.append(f"request to {url}")


Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server answers that shows the small graph."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page isn't built; run: python scripts/build_web.py")
    data = tmp_path_factory.mktemp("data")
    write_generation(small_dataset(), data)
    log = data / "server.log"
    command = [sys.executable, "-c", SERVE, str(data)]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as server,
    ):
        try:
            said = server.stdout.readline() if server.stdout else ""
            assert "http://" in said, f"the server didn't start: {log.read_text()}"
            yield said.split()[-1].rstrip("/")
        finally:
            server.terminate()


@pytest.fixture(scope="module")  # its event loop must end before other tests run their own
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one of Playwright."""
    program = str(CHROMIUM) if CHROMIUM.exists() else None
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"Chromium isn't installed (apt-get install chromium): {error}")
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens visits with a language, theme and width; fails when anything forbidden happened."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def come(language: str = "zh-CN", theme: str = "light", width: int = 1280) -> Visit:
        context = browser.new_context(
            locale=language,
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        visits.append(visit := Visit(context.new_page(), address))
        visit.watch()
        return visit

    yield come
    for context in contexts:
        context.close()
    assert [trouble for visit in visits for trouble in visit.troubles] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which finds barriers for people with disabilities."""
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed; run: npm ci --ignore-scripts in api/web")
    return AXE.read_text(encoding="utf-8")
