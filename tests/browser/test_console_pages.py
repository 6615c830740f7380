"""
The pages beside the desk in Chromium: roster, practice, one's own things, the coordinator's overview, and the welcome of somebody new.
"""

import json
import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.keyboard import Person, Volunteer, nothing_serious
from tests.browser.pages import Theme, window
from tests.notices import postbox, pushservice
from tests.notices.postbox import Postbox
from tests.notices.pushservice import PushService
from tests.running import RunningHouse, until

NARROW = 360
NOWHERE = "http://127.0.0.1:9"
# A browser asks its maker's push service, far outside, for an address; everything after that is real.
SUBSCRIBED = "PushManager.prototype.subscribe = async () => ({ toJSON: () => (%s) });"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def helper(
    browser: Browser,
    house: RunningHouse,
    name: str,
    role: str = "volunteer",
    *,
    width: int = 1280,
    theme: Theme = "dark",
) -> Volunteer:
    """
    A new helper, on duty in a window of their own.
    """
    name = f"{name} {uuid.uuid4().hex[:4]}"
    done = house.command("people", "add", "--name", name, "--role", role)
    assert done.returncode == 0, done.stderr
    own = window(browser, phone=width == NARROW, theme=theme)
    found = Volunteer(own, house, name, done.stdout.strip().rpartition(" ")[2])
    found.page.set_viewport_size({"width": width, "height": 780})
    return found


def opens(someone: Volunteer, page: str) -> None:
    """
    Go to a page by its link; its title has the focus.
    """
    someone.goes_to(someone.page.get_by_role("link", name=page, exact=True))
    someone.press("Enter")
    someone.is_on(someone.page.get_by_role("heading", name=page, level=2, exact=True))


def fits(someone: Volunteer) -> None:
    """
    Nothing serious, and nothing that is wider than the screen.
    """
    nothing_serious(someone.page)
    view = someone.page.viewport_size
    assert view
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= view["width"]


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "light"), (1280, "dark")])
def test_a_volunteer_goes_round_the_pages(browser: Browser, house: RunningHouse, width: int, theme: Theme) -> None:
    noor = helper(browser, house, "Noor", width=width, theme=theme)
    page = noor.page
    fits(noor)

    opens(noor, "Rooster")
    shifts = page.get_by_role("form", name="Vaste dienst erbij")
    noor.chooses("Zet erbij", shifts)
    expect(page.get_by_text("Elke maandag, 19:00 – 22:00")).to_be_visible()
    changes = page.get_by_role("form", name="Losse dag erbij")
    changes.get_by_label("Dag").fill(datetime.now(AMSTERDAM).date().isoformat())
    noor.picks(changes.get_by_label("Wat"), "Ik kom extra")
    noor.chooses("Zet erbij", changes)
    expect(page.locator("#week [aria-current=date]")).to_contain_text("Jij 19:00 – 22:00")
    fits(noor)
    noor.chooses("Volgende")
    expect(page.locator("#week [aria-current=date]")).to_have_count(0)
    page.locator("#own-shifts button").focus()
    noor.press("Enter")
    expect(page.get_by_text("Er zijn nog geen vaste diensten.")).to_be_visible()

    opens(noor, "Oefenen")
    fits(noor)
    practise = page.get_by_role("button", name=re.compile("^Oefen: ")).first
    noor.goes_to(practise)
    noor.press("Enter")
    ends = page.get_by_text("Dit was het.")
    turn = page.locator("#practice-turn")
    while not ends.is_visible():
        noor.goes_to(turn.get_by_role("button").first)
        noor.press("Enter")
        expect(turn.get_by_role("button", name="Verder").or_(turn.locator(".why-so")).first).to_be_visible()
        fits(noor)
        if turn.get_by_role("button", name="Verder").is_visible():
            noor.chooses("Verder", turn)

    opens(noor, "Voor jou")
    most = page.get_by_label("Hoeveel gesprekken tegelijk wil je?")
    noor.picks(most, "2 gesprekken")
    expect(page.get_by_text("Je krijgt er hooguit 2 tegelijk.")).to_be_visible()
    noor.chooses("10 minuten")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(10|9):\d\d$"))
    fits(noor)
    noor.chooses("Ik ben er weer")
    expect(page.get_by_role("timer")).to_be_hidden()
    noor.press("?")
    fits(noor)
    noor.press("Escape")
    assert noor.errors == []
    page.context.close()


def test_own_lines_and_no_missed_word(browser: Browser, house: RunningHouse) -> None:
    noor = helper(browser, house, "Noor", width=NARROW)
    opens(noor, "Voor jou")
    noor.goes_to(noor.page.get_by_label("Nieuwe zin"))
    noor.types("Neem rustig je tijd.")
    noor.chooses("Bewaar", noor.page.locator("#add-line"))
    expect(noor.page.locator("#line-list")).to_contain_text("Neem rustig je tijd.")
    opens_the_list = noor.page.get_by_role("link", name="Gesprekken")
    noor.goes_to(opens_the_list)
    noor.press("Enter")

    person = Person(window(browser), house)
    person.chooses("Liever een mens")
    person.chooses("Ja, stuur maar")
    expect(noor.cards).to_have_count(1)
    noor.press("p")
    fits(noor)
    noor.press("b", "/")
    noor.types("rust")
    fits(noor)
    noor.press("Enter")
    expect(noor.talk.get_by_label("Jouw bericht")).to_have_value("Neem rustig je tijd.")
    noor.goes_to(noor.talk.get_by_role("button", name="Verstuur"))
    noor.press("Enter")
    person.sees("Neem rustig je tijd.")

    noor.page.context.set_offline(True)
    expect(noor.page.get_by_text("Geen verbinding.").first).to_be_visible()
    for words in ("een", "twee", "drie"):
        person.says(f"dit is bericht {words}")
    noor.press("b")
    noor.types("Ik ben er nog.")
    noor.goes_to(noor.talk.get_by_role("button", name="Verstuur"))
    noor.press("Enter")
    noor.page.context.set_offline(False)
    said = noor.talk.get_by_role("log", name="Berichten").locator(".you .text")
    expect(said).to_have_text([f"dit is bericht {words}" for words in ("een", "twee", "drie")])
    person.sees("Ik ben er nog.")
    expect(noor.page.get_by_text("Geen verbinding.")).to_have_count(0)

    noor.press("Escape", "c")
    fits(noor)
    noor.press("Escape")
    noor.chooses("Terug naar het gesprek")
    noor.press("x")
    noor.goes_to(noor.page.get_by_role("dialog").get_by_role("radio").first)
    noor.press("Space")
    noor.chooses("Sluit gesprek af")
    person.sees("Nu ben ik er weer, de computer.")
    assert noor.errors == person.errors == []
    noor.page.context.close()
    person.page.context.close()


def test_a_coordinator_sees_all_and_reads_nothing(browser: Browser, house: RunningHouse) -> None:
    kim = helper(browser, house, "Kim", "coordinator")
    noor = helper(browser, house, "Noor")
    person = Person(window(browser), house)
    person.chooses("Liever een mens")
    person.chooses("Ja, stuur maar")
    expect(noor.cards).to_have_count(1)

    opens(kim, "Overzicht")
    waiting = kim.page.locator("#now-waiting .card")
    expect(waiting).to_have_count(1)
    expect(kim.page.locator("#overzicht")).not_to_contain_text("Ik wil graag met een mens praten.")
    fits(kim)
    kim.chooses("Geef aan een collega", waiting)
    giving = kim.page.get_by_role("dialog", name="Aan een collega geven")
    kim.picks(giving.get_by_label("Aan wie?"), noor.name)
    fits(kim)
    kim.chooses("Geef aan deze collega", giving)
    expect(noor.cards).to_contain_text("wacht op jou")
    noor.press("p")
    person.sees(f"Vanaf nu schrijft {noor.name}.")

    # Help is asked for, and the coordinator reads along; then takes over.
    noor.press("c")
    noor.chooses("Coördinator erbij", noor.overleg)
    expect(kim.page.get_by_text(f"{noor.name} is in gesprek.")).to_be_visible()
    kim.press("w")
    call = kim.page.locator("#askers .card")
    expect(call).to_contain_text(f"{noor.name} vraagt je erbij")
    fits(kim)
    kim.chooses("Ik lees mee", call)
    person.sees(f"{kim.name} leest mee om {noor.name} te helpen.")
    kim.whispers("Zal ik het overnemen?")
    noor.hears("Zal ik het overnemen?")
    kim.press("Escape")
    opens(kim, "Overzicht")
    kim.chooses("Neem over", kim.page.locator("#now-live .card"))
    expect(kim.talk.get_by_label("Jouw bericht")).to_be_visible()
    expect(noor.talk.get_by_text("Je hebt niets verkeerd gedaan.")).to_be_visible()
    kim.says("Dag, ik neem het over.")
    person.sees("Dag, ik neem het over.")
    opens(kim, "Overzicht")
    kim.chooses("Sluit af", kim.page.locator("#now-live .card"))
    ending = kim.page.get_by_role("dialog", name="Afsluiten voor een ander")
    kim.goes_to(ending.get_by_role("radio").first)
    kim.press("Space")
    fits(kim)
    kim.chooses("Sluit af", ending)
    expect(kim.page.get_by_text("Er is geen gesprek.")).to_be_visible()
    assert kim.errors == noor.errors == person.errors == []
    for one in (kim, noor, person):
        one.page.context.close()


def test_somebody_new_comes_in_by_a_link(browser: Browser, house: RunningHouse) -> None:
    kim = helper(browser, house, "Kim", "coordinator", theme="light")
    opens(kim, "Overzicht")
    name = f"Els {uuid.uuid4().hex[:4]}"
    invite = kim.page.get_by_role("form", name="Iemand uitnodigen")
    kim.goes_to(invite.get_by_label("Naam"))
    kim.types(name)
    kim.chooses("Maak een link", invite)
    link = kim.page.get_by_label(f"De link voor {name}")
    expect(link).to_be_focused()
    fits(kim)

    context = window(browser, theme="light")
    page = context.new_page()
    page.goto(link.input_value())
    expect(page.get_by_role("heading", name="Welkom bij Nachtlicht")).to_be_visible()
    assert "#" not in page.url
    nothing_serious(page)
    page.keyboard.press("Tab")
    password = page.get_by_label("Nieuw wachtwoord")
    expect(password).to_be_focused()
    page.keyboard.type("kort")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("12 tekens")
    page.keyboard.type(" maar nu lang genoeg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("switch", name="Ik heb dienst")).to_be_visible()

    # Who is let go is out at once.
    expect(kim.page.locator("#team")).to_contain_text(name)
    stop = kim.page.get_by_role("button", name=f"Stop toegang: {name}")
    kim.goes_to(stop)
    kim.press("Enter", "Enter")
    expect(page.get_by_role("heading", name="Nachtlicht", level=1)).to_be_visible()
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible(timeout=45_000)
    nothing_serious(page)
    assert kim.errors == []
    kim.page.context.close()
    context.close()


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with pushservice.serving() as running:
        yield running


@pytest.fixture(scope="module")
def mailboxes() -> Iterator[Postbox]:
    with postbox.serving() as running:
        yield running


@pytest.fixture(scope="module")
def reaching_house(
    tmp_path_factory: pytest.TempPathFactory, service: PushService, mailboxes: Postbox
) -> Iterator[RunningHouse]:
    """
    A house that sends notices, without an engine: the console needs none.
    """
    ways = {"push_services": service.url, "mail_url": mailboxes.url, "mail_from": "nachtlicht@voorbeeld.nl"}
    running = RunningHouse(tmp_path_factory.mktemp("reaching") / "data", engine_url=NOWHERE, **ways).start()
    yield running
    assert running.stop() == 0


def test_where_a_helper_wants_to_hear_of_it(
    browser: Browser, reaching_house: RunningHouse, service: PushService, mailboxes: Postbox
) -> None:
    noor = helper(browser, reaching_house, "Noor", width=NARROW)
    page = noor.page
    page.context.grant_permissions(["notifications"], origin=reaching_house.url)
    key = page.evaluate("async () => (await (await fetch('/console/api/push-key')).json()).key")
    page.evaluate(SUBSCRIBED % json.dumps(service.subscribe(key)))

    opens(noor, "Voor jou")
    known = page.locator("#addresses")
    expect(known).to_have_text("Je krijgt nu nergens bericht.")
    noor.chooses("Zet meldingen aan op dit apparaat")
    expect(known).to_contain_text("Melding in de browser: Chrome")

    noor.goes_to(page.get_by_label("E-mailadres"))
    noor.types("noor@voorbeeld.nl", "Enter")
    code = page.get_by_label("Code uit de mail")
    letter = until(lambda: mailboxes.of("noor@voorbeeld.nl"), "the code")[0]
    sent = re.search(r"\b\d{6}\b", letter.words)
    assert sent
    fits(noor)
    noor.goes_to(code)
    noor.types(f"{(int(sent[0]) + 1) % 10**6:06}", "Enter")
    expect(page.locator("#toast")).not_to_be_empty()
    noor.press("Control+a")
    noor.types(sent[0], "Enter")
    expect(code).to_have_count(0)
    noor.is_on(page.get_by_role("heading", name="Meldingen"))
    gone = page.get_by_role("button", name="Haal weg: E-mail: noor@voorbeeld.nl")
    noor.goes_to(gone)
    noor.press("Enter")
    expect(gone).to_have_count(0)
    assert noor.errors == []
    page.context.close()
