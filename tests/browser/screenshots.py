"""
`make screenshots`: plays the main talk and keeps pictures of chat and console in docs/screenshots, phone and desktop.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import ChatPage, ConsolePage, Theme, chromium, volunteer_login, window
from tests.running import ROOT, RunningHouse

FOLDER = ROOT / "docs" / "screenshots"
THEMES: tuple[Theme, ...] = ("light", "dark")


def shoot(browser: Browser, house: RunningHouse, name: str, password: str, *, phone: bool, theme: Theme) -> None:
    """
    One round of the main talk, photographed.
    """
    size = "phone" if phone else "desktop"

    def keep(page: Page, what: str) -> None:
        page.screenshot(path=FOLDER / f"{what}-{size}-{theme}.png")

    person_window, helper_window = window(browser, phone=phone, theme=theme), window(browser, phone=phone, theme=theme)
    console = ConsolePage(helper_window.new_page(), house, name, password)
    console.on_duty()
    chat = ChatPage(person_window.new_page(), house)
    chat.page.emulate_media(color_scheme=theme)
    chat.sees("Ik ben een computer")
    chat.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    keep(chat.page, "welcome")
    chat.says("hoi, ik kan niet slapen")
    expect(chat.log.locator(".bot")).to_have_count(2)
    chat.says("sinds de kinderen weg zijn is het zo stil in huis")
    expect(chat.log.locator(".bot")).to_have_count(4)
    chat.says("ik zou wel weer willen zingen")
    expect(chat.log.locator(".bot")).to_have_count(5)
    keep(chat.page, "chat")
    chat.says("liever een mens")
    chat.sees("Klopt het zo?")
    keep(chat.page, "card")
    chat.taps("Ja, stuur maar")
    chat.sees("je bent de eerste")
    expect(console.page.get_by_role("button", name="Ik pak dit op").first).to_be_visible()
    keep(console.page, "queue")
    console.claims()
    console.says("Hoi, ik ben Sam. Ik las over het stille huis.")
    chat.sees("Hoi, ik ben Sam.")
    chat.says("fijn dat er iemand is")
    console.sees("fijn dat er iemand is")
    console.says("Wat zong je graag, vroeger?")
    chat.sees("Wat zong je graag, vroeger?")
    keep(console.page, "console")
    keep(chat.page, "human")
    console.closes()
    chat.sees("Nu ben ik er weer, de computer.")
    person_window.close()
    helper_window.close()


def main() -> int:
    """
    Make all pictures.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        house = RunningHouse(Path(folder) / "data").start()
        house.until_engine()
        name, password = volunteer_login(house, "Noor")
        for phone in (True, False):
            for theme in THEMES:
                shoot(browser, house, name, password, phone=phone, theme=theme)
        house.stop()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
