"""
People who use no mouse: everything on the two pages by Tab, Enter, arrows and the keys of the console; and axe, which looks along.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.running import RunningHouse

MOST = 90  # stops of Tab on one page
SERIOUS = ("serious", "critical")


class Keyboard:
    """
    A page in hands that only touch keys. Its errors are kept, and so is what it asked from elsewhere.
    """

    def __init__(self, window: BrowserContext, address: str) -> None:
        self.page: Page = window.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        """
        Press keys, one after the other.
        """
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str, *then: str) -> None:
        """
        Type where the focus is, and press keys.
        """
        self.page.keyboard.type(text)
        self.press(*then)

    def goes_to(self, target: Locator) -> None:
        """
        Press Tab until the focus is there.
        """
        expect(target).to_be_visible()
        for _ in range(MOST):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {target}")

    def chooses(self, name: str, inside: Locator | None = None) -> None:
        """
        Go to a button by Tab, and press Enter.
        """
        self.goes_to((inside or self.page.locator("body")).get_by_role("button", name=name, exact=True).last)
        self.press("Enter")

    def picks(self, select: Locator, words: str) -> None:
        """
        Go to a list of choices, and walk down to one that begins so.
        """
        expect(select.locator("option").filter(has_text=words)).to_have_count(1)
        self.goes_to(select)
        for _ in range(MOST):
            if str(select.evaluate("list => list.selectedOptions[0].textContent")).startswith(words):
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {words}")

    def is_on(self, target: Locator) -> None:
        """
        Wait until the focus is there.
        """
        expect(target).to_be_focused()


class Person(Keyboard):
    """
    Somebody who chats.
    """

    def __init__(self, window: BrowserContext, house: RunningHouse) -> None:
        super().__init__(window, house.url)

    def says(self, text: str) -> None:
        """
        Write a message.
        """
        self.goes_to(self.page.get_by_label("Je bericht"))
        self.types(text)
        self.chooses("Stuur")

    def sees(self, words: str) -> None:
        """
        Wait until the words stand in the talk.
        """
        expect(self.page.get_by_role("log").get_by_text(words).last).to_be_visible()

    def never_saw(self, words: str) -> None:
        """
        The words stand nowhere on the page.
        """
        expect(self.page.get_by_text(words)).to_have_count(0)


class Volunteer(Keyboard):
    """
    Somebody at the console, on duty.
    """

    def __init__(self, window: BrowserContext, house: RunningHouse, name: str, password: str) -> None:
        super().__init__(window, f"{house.url}/console")
        self.name = name
        self.goes_to(self.page.locator("#name"))
        self.types(name)
        self.press("Tab")
        self.types(password, "Enter")
        duty = self.page.get_by_role("switch", name="Ik heb dienst")
        self.goes_to(duty)
        self.press("Space")
        expect(duty).to_have_attribute("aria-checked", "true")

    @property
    def talk(self) -> Locator:
        """
        The open talk.
        """
        return self.page.locator("section.talk:visible")

    @property
    def overleg(self) -> Locator:
        """
        The pane of the colleagues.
        """
        return self.talk.get_by_role("complementary")

    @property
    def cards(self) -> Locator:
        """
        The cards of those who wait.
        """
        return self.page.locator("#cards .card")

    def says(self, text: str) -> None:
        """
        Write to the person.
        """
        self.press("Escape", "b")
        self.is_on(self.talk.get_by_label("Jouw bericht"))
        self.types(text, "Enter")

    def whispers(self, text: str) -> None:
        """
        Write to the colleagues.
        """
        self.press("Escape", "c")
        self.is_on(self.overleg.get_by_label("Aan je collega’s"))
        self.types(text, "Control+Enter")

    def sees(self, words: str) -> None:
        """
        Wait until the words stand in the talk.
        """
        expect(self.talk.get_by_role("log", name="Berichten").get_by_text(words)).to_be_visible()

    def hears(self, words: str) -> None:
        """
        Wait until the words stand in overleg.
        """
        expect(self.overleg.get_by_role("log").get_by_text(words)).to_be_visible()


def nothing_serious(page: Page) -> None:
    """
    What axe finds on the page as it is now is nothing serious.
    """
    found = Axe().run(page).response["violations"]
    serious = [f"{one['id']}: {node['html']}" for one in found if one["impact"] in SERIOUS for node in one["nodes"]]
    assert serious == [], page.url
