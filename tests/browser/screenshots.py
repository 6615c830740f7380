"""
`make screenshots`: plays the main talk and keeps pictures of the chat, the console and its pages in docs/screenshots, phone and
desktop, light and dark.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import ChatPage, ConsolePage, Theme, chromium, login, window
from tests.running import ROOT, RunningHouse

FOLDER = ROOT / "docs" / "screenshots"
THEMES: tuple[Theme, ...] = ("light", "dark")
PAGES = {
    "roster": ("Rooster", "Vaste diensten"),
    "practice": ("Oefenen", "Een eerste contact"),
    "own": ("Voor jou", "Meldingen"),
}

TALK = ("hoi, ik kan niet slapen", "sinds de kinderen weg zijn is het zo stil in huis", "ik zou wel weer willen zingen")

type Login = tuple[str, str]


def shoot(browser: Browser, house: RunningHouse, helpers: list[Login], *, phone: bool, theme: Theme) -> None:
    """
    One round of the main talk, photographed; `helpers` are a volunteer, a colleague and a coordinator.
    """
    size = "phone" if phone else "desktop"

    def keep(page: Page, what: str) -> None:
        page.screenshot(path=FOLDER / f"{what}-{size}-{theme}.png")

    (name, password), (colleague, theirs), coordinator = helpers
    beside = window(browser, theme=theme)
    other = ConsolePage(beside.new_page(), house, colleague, theirs)
    other.on_duty()
    person_window, helper_window = window(browser, phone=phone, theme=theme), window(browser, phone=phone, theme=theme)
    console = ConsolePage(helper_window.new_page(), house, name, password)
    console.on_duty()
    chat = ChatPage(person_window.new_page(), house)
    chat.page.emulate_media(color_scheme=theme)
    chat.sees("Ik ben een computer")
    chat.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    keep(chat.page, "welcome")
    for text in TALK:
        known = chat.log.locator(".bot").count()
        chat.says(text)
        expect(chat.log.locator(".bot").nth(known)).to_be_visible()
    keep(chat.page, "chat")
    chat.says("liever een mens")
    chat.sees("Klopt het zo?")
    keep(chat.page, "card")
    chat.taps("Ja, stuur maar")
    chat.sees("je bent de eerste")
    expect(console.page.get_by_role("button", name="Ik pak dit op").first).to_be_visible()
    keep(console.page, "queue")
    console.claims()
    console.says("Hoi, ik ben Noor. Ik las over het stille huis.")
    chat.sees("Hoi, ik ben Noor.")
    chat.says("fijn dat er iemand is")
    console.sees("fijn dat er iemand is")
    console.says("Wat zong je graag, vroeger?")
    chat.sees("Wat zong je graag, vroeger?")
    keep(console.page, "console")
    keep(chat.page, "human")
    overleg(console, other, colleague)
    keep(console.page, "overleg")
    console.closes()
    chat.sees("Nu ben ik er weer, de computer.")
    for what, (link, there) in PAGES.items():
        console.opens(link, there)
        keep(console.page, what)
    for one in (person_window, helper_window, beside):
        one.close()
    over = window(browser, phone=phone, theme=theme)
    overview = ConsolePage(over.new_page(), house, *coordinator)
    overview.opens("Overzicht", "Hoe het gaat")
    keep(overview.page, "oversight")
    over.close()


def overleg(console: ConsolePage, other: ConsolePage, colleague: str) -> None:
    """
    A colleague is asked to read along, does, and whispers something.
    """
    console.page.locator("body").press("Escape")
    console.page.locator("body").press("c")
    panel = console.talk.get_by_role("complementary")
    panel.get_by_label("Wie mag meelezen?").select_option(label=f"{colleague} (is er nu)")
    panel.get_by_role("button", name="Vraag", exact=True).click()
    other.page.locator("#askers .card").get_by_role("button", name="Ik lees mee").click()
    expect(console.talk.locator(".readers")).to_have_text(f"{colleague} leest mee")


def main() -> int:
    """
    Make all pictures.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        house = RunningHouse(Path(folder) / "data").start()
        house.until_engine()
        helpers = [
            login(house, name, role)
            for name, role in (("Noor", "volunteer"), ("Bo", "volunteer"), ("Ida", "coordinator"))
        ]
        for phone in (True, False):
            for theme in THEMES:
                shoot(browser, house, helpers, phone=phone, theme=theme)
        house.stop()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
