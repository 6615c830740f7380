"""
Ways in, in Chromium: a passkey from a virtual authenticator, the second factor, where one is logged in, and who read what. Besides, what a
coordinator does for others: letting a colleague in again, and erasing a talk.
"""

import re
import uuid
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.keyboard import Volunteer, nothing_serious
from tests.browser.pages import Theme, chromium, window
from tests.conversations.people import Person
from tests.faults.conftest import NO_ENGINE
from tests.faults.test_status import four_words
from tests.running import RunningHouse

NARROW = 360


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """
    A house without engine, known by a name: a passkey is not bound to a number.
    """
    running = RunningHouse(tmp_path_factory.mktemp("ways") / "data", engine_url=NO_ENGINE).start()
    running.url = f"http://localhost:{running.port}"
    yield running
    assert running.stop() == 0


def helper(
    own: BrowserContext, house: RunningHouse, name: str, role: str = "volunteer", width: int = 1280
) -> tuple[Volunteer, str]:
    """
    A new helper in this window, on the page of their ways in; and their password.
    """
    name = f"{name} {uuid.uuid4().hex[:4]}"
    done = house.command("people", "add", "--name", name, "--role", role)
    assert done.returncode == 0, done.stderr
    password = done.stdout.strip().rpartition(" ")[2]
    found = Volunteer(own, house, name, password)
    found.page.set_viewport_size({"width": width, "height": 780})
    return found, password


def opens(someone: Volunteer, page: str) -> None:
    """
    Go to a page by its link; its title has the focus.
    """
    someone.goes_to(someone.page.get_by_role("link", name=page, exact=True))
    someone.press("Enter")
    someone.is_on(someone.page.get_by_role("heading", name=page, level=2, exact=True))


def fits(page: Page) -> None:
    """
    Nothing serious, and nothing that is wider than the screen.
    """
    nothing_serious(page)
    view = page.viewport_size
    assert view
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]


def with_authenticator(page: Page) -> None:
    """
    A device with a lock that opens at once.
    """
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "light"), (1280, "dark")])
def test_a_passkey_is_made_used_and_removed_by_keyboard(
    browser: Browser, house: RunningHouse, width: int, theme: Theme
) -> None:
    sam, _ = helper(window(browser, phone=width == NARROW, theme=theme), house, "Sam", width=width)
    page = sam.page
    with_authenticator(page)
    opens(sam, "Toegang")
    expect(page.get_by_text("Je hebt nog geen passkey.")).to_be_visible()
    fits(page)
    sam.chooses("Maak een passkey op dit apparaat")
    expect(page.locator("#passkeys")).to_contain_text("gebruikt nog nooit")
    fits(page)
    sam.chooses("Uitloggen")
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_visible()
    fits(page)
    sam.chooses("Inloggen met een passkey")
    expect(page.get_by_role("switch", name="Ik heb dienst")).to_be_visible()
    expect(page.locator("#me")).to_contain_text(sam.name)
    opens(sam, "Toegang")
    expect(page.locator("#passkeys")).to_contain_text("gebruikt vandaag")
    sam.goes_to(page.locator("#passkeys button"))
    sam.press("Enter")
    expect(page.get_by_text("Je hebt nog geen passkey.")).to_be_visible()
    sam.chooses("Uitloggen")
    sam.chooses("Inloggen met een passkey")
    expect(page.get_by_role("alert").first).to_contain_text("passkey")
    assert sam.errors == []


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "dark"), (1280, "light")])
def test_a_second_factor_is_set_up_and_asked_for(
    browser: Browser, house: RunningHouse, width: int, theme: Theme
) -> None:
    kim, password = helper(window(browser, phone=width == NARROW, theme=theme), house, "Kim", width=width)
    page = kim.page
    opens(kim, "Toegang")
    kim.chooses("Zet de tweede stap aan")
    expect(page.get_by_role("img", name="QR-code voor je app")).to_be_visible()
    fits(page)
    secret = page.locator("#factor code").inner_text().replace(" ", "")
    kim.goes_to(page.get_by_label("Code uit je app").last)
    kim.types(pyotp.TOTP(secret).now(), "Enter")
    expect(page.locator("#factor .codes li")).to_have_count(10)
    paper = page.locator("#factor .codes li").first.inner_text()
    fits(page)
    kim.chooses("Ik heb ze opgeschreven")
    expect(page.get_by_text("Noodcodes over: 10.")).to_be_visible()

    # Elsewhere: the password alone is not enough.
    elsewhere = window(browser, phone=width == NARROW, theme=theme).new_page()
    elsewhere.goto(f"{house.url}/console")
    elsewhere.locator("#name").fill(kim.name)
    elsewhere.locator("#password").fill(password)
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.locator("#code")).to_be_focused()
    fits(elsewhere)
    elsewhere.keyboard.type(paper)
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_role("switch", name="Ik heb dienst")).to_be_visible()

    page.reload()
    expect(page.locator("#sessions li")).to_have_count(2)
    kim.chooses("Sluit overal af")
    expect(page.locator("#sessions li")).to_have_count(1)
    expect(elsewhere.get_by_text(re.compile("Je bent uitgelogd"))).to_be_visible()
    assert kim.errors == []


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "light"), (1280, "dark")])
def test_a_coordinator_lets_somebody_in_again_who_lost_a_password(
    browser: Browser, house: RunningHouse, width: int, theme: Theme
) -> None:
    phone = width == NARROW
    sam, _ = helper(window(browser, phone=phone, theme=theme), house, "Sam", width=width)
    coby, _ = helper(window(browser, phone=phone, theme=theme), house, "Coby", "coordinator", width)
    opens(coby, "Overzicht")
    coby.chooses(f"Wachtwoord of telefoon kwijt: {sam.name}")
    asking = coby.page.get_by_role("dialog", name="Weer binnenlaten")
    expect(asking).to_contain_text(sam.name)
    coby.chooses("Maak een link", asking)
    expect(asking.get_by_role("alert")).to_contain_text("Kies eerst")
    coby.press("Space")
    fits(coby.page)
    coby.chooses("Maak een link", asking)
    link = coby.page.get_by_label(f"De link voor {sam.name}")
    expect(link).to_be_focused()
    fits(coby.page)
    expect(sam.page.get_by_text(re.compile("Je bent uitgelogd"))).to_be_visible()

    page = sam.page
    page.goto("about:blank")
    page.goto(link.input_value())
    expect(page.get_by_text(f"Dag {sam.name}.")).to_be_visible()
    assert "#" not in page.url
    fits(page)
    sam.goes_to(page.locator("#renewed-password"))
    sam.types("kort", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("12 tekens")
    sam.types(" maar nu lang genoeg", "Enter")
    expect(page.get_by_role("switch", name="Ik heb dienst")).to_be_visible()
    page.goto("about:blank")
    page.goto(link.input_value())
    expect(page.get_by_role("alert").first).to_contain_text("Deze link is al gebruikt")
    opens(coby, "Wie las wat")
    expect(coby.page.locator("#readings")).to_contain_text(f"maakte een nieuwe toegang voor {sam.name}")
    assert sam.errors == coby.errors == []


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "dark"), (1280, "light")])
def test_a_coordinator_erases_a_talk_for_its_person(
    browser: Browser, house: RunningHouse, width: int, theme: Theme
) -> None:
    coby, _ = helper(window(browser, phone=width == NARROW, theme=theme), house, "Coby", "coordinator", width)
    person = Person(house)
    words = four_words(person)
    page = coby.page
    opens(coby, "Overzicht")
    coby.goes_to(page.get_by_label("De vier woorden"))
    coby.types("boom roos vis maan", "Enter")
    question = page.get_by_role("dialog", name="Dit gesprek wissen?")
    coby.chooses("Wis alles", question)
    expect(question.get_by_role("alert")).to_contain_text("vier woorden ken ik niet")
    fits(page)
    coby.chooses("Nog niet", question)
    page.get_by_label("De vier woorden").fill(words)
    coby.chooses("Wis dit gesprek")
    fits(page)
    coby.chooses("Nog niet", question)
    assert house.request("GET", "/chat/api/messages", person.token).status_code == 200
    coby.chooses("Wis dit gesprek")
    coby.chooses("Wis alles", question)
    expect(page.locator("#erased")).to_contain_text("Het gesprek is gewist.")
    expect(page.locator("#erased code")).to_have_text(re.compile("^[0-9a-f]{16}$"))
    assert house.request("GET", "/chat/api/messages", person.token).status_code == 410
    expect(page.get_by_label("De vier woorden")).to_have_value("")
    fits(page)
    opens(coby, "Wie las wat")
    expect(page.locator("#readings")).to_contain_text("wiste op verzoek gesprek")
    assert coby.errors == []


def test_a_coordinator_reads_who_read_what(browser: Browser, house: RunningHouse) -> None:
    looks: list[tuple[int, Theme]] = [(NARROW, "dark"), (1280, "light")]
    for width, theme in looks:
        coby, _ = helper(window(browser, phone=width == NARROW, theme=theme), house, "Coby", "coordinator", width)
        opens(coby, "Wie las wat")
        expect(coby.page.get_by_text("Dit log klopt.")).to_be_visible()
        expect(coby.page.locator("#readings tr").first).to_contain_text("las deze bladzijde")
        expect(coby.page.locator("#readings tr").first).to_contain_text(coby.name)
        fits(coby.page)
        assert coby.errors == []
