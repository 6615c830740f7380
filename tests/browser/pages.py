"""
The two pages as people use them: the chat of a person and the console of a volunteer, driven by what is on the screen.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

from tests.running import RunningHouse

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
Theme = Literal["light", "dark"]
expect.set_options(timeout=15_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """
    A headless Chromium: the system's, else Playwright's own.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def window(browser: Browser, *, phone: bool = False, theme: Theme = "dark") -> BrowserContext:
    """
    A fresh window, with no memory of any other.
    """
    size: ViewportSize = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
    return browser.new_context(
        viewport=size,
        color_scheme=theme,
        has_touch=phone,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )


class ChatPage:
    """
    The person's page.
    """

    def __init__(self, page: Page, house: RunningHouse) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(house.url)

    @property
    def log(self) -> Locator:
        """
        The list of messages.
        """
        return self.page.get_by_role("log")

    def says(self, text: str) -> None:
        """
        Type and send with the keyboard.
        """
        self.page.get_by_label("Je bericht").fill(text)
        self.page.get_by_role("button", name="Stuur", exact=True).click()

    def taps(self, label: str) -> None:
        """
        Tap a choice.
        """
        self.log.get_by_role("button", name=label, exact=True).last.click()

    def sees(self, words: str | re.Pattern[str]) -> None:
        """
        Wait until the words stand in the talk.
        """
        expect(self.log.get_by_text(words).last).to_be_visible()

    def holder(self, words: str) -> None:
        """
        Wait until the header says who one talks with.
        """
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)


class ConsolePage:
    """
    The volunteer's page.
    """

    def __init__(self, page: Page, house: RunningHouse, name: str, password: str) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{house.url}/console")
        page.locator("#name").fill(name)
        page.locator("#password").fill(password)
        page.locator("#password").press("Enter")
        expect(page.get_by_role("switch", name="Ik heb dienst")).to_be_visible()

    def on_duty(self) -> None:
        """
        Come on duty.
        """
        switch = self.page.get_by_role("switch", name="Ik heb dienst")
        if switch.get_attribute("aria-checked") != "true":
            switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")

    def claims(self) -> None:
        """
        Take the first in the list, with the keyboard.
        """
        expect(self.page.get_by_role("button", name="Ik pak dit op").first).to_be_visible()
        self.page.locator("body").press("o")
        expect(self.talk).to_be_visible()

    @property
    def talk(self) -> Locator:
        """
        The open talk.
        """
        return self.page.locator("section.talk:visible")

    def says(self, text: str) -> None:
        """
        Write to the person.
        """
        self.talk.get_by_label("Jouw bericht").fill(text)
        self.talk.get_by_role("button", name="Verstuur").click()

    def sees(self, words: str) -> None:
        """
        Wait until the words stand in the live talk.
        """
        expect(self.talk.get_by_role("log").get_by_text(words)).to_be_visible()

    def opens(self, name: str, there: str) -> None:
        """
        Go to a page by its link, once it shows what it has.
        """
        self.page.get_by_role("link", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", name=name, level=2, exact=True)).to_be_visible()
        expect(self.page.get_by_role("heading", name=there).first).to_be_visible()

    def closes(self) -> None:
        """
        End the talk for the first reason.
        """
        self.talk.get_by_role("button", name=re.compile("Afsluiten")).click()
        dialog = self.page.get_by_role("dialog", name="Gesprek afsluiten")
        dialog.get_by_role("radio").first.check()
        dialog.get_by_role("button", name="Sluit gesprek af").click()
        expect(dialog).to_be_hidden()


def login(house: RunningHouse, name: str, role: str = "volunteer") -> tuple[str, str]:
    """
    Add a helper and return name and password.
    """
    done = house.command("people", "add", "--name", name, "--role", role)
    assert done.returncode == 0, done.stderr
    return name, done.stdout.strip().rpartition(" ")[2]
