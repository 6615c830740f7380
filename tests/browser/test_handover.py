"""
The whole handover in four Chromium windows, without a mouse: two people, two volunteers, and axe at every turn.
"""

import re
import uuid

from playwright.sync_api import Browser, expect

from tests.browser.keyboard import Person, Volunteer, nothing_serious
from tests.browser.pages import login, window
from tests.running import RunningHouse


def volunteer(browser: Browser, house: RunningHouse, name: str) -> Volunteer:
    """
    A new volunteer, on duty in a window of their own.
    """
    return Volunteer(window(browser), house, *login(house, f"{name} {uuid.uuid4().hex[:4]}"))


def asks_for_a_human(person: Person, *choices: str) -> None:
    """
    From the welcome to the waiting list.
    """
    for choice in ("Liever een mens", *choices, "Ja, stuur maar"):
        person.chooses(choice)
    person.sees("Ja, stuur maar")


def test_two_people_and_two_volunteers_by_keyboard(browser: Browser, house: RunningHouse) -> None:
    noor, sam = volunteer(browser, house, "Noor"), volunteer(browser, house, "Sam")
    anna, bert = Person(window(browser, phone=True), house), Person(window(browser), house)

    # Something else is shared than the card proposes; both wait, in the order in which they came.
    asks_for_a_human(anna, "Iets anders meesturen", "Alleen dat ik wil praten")
    anna.sees("je bent de eerste")
    asks_for_a_human(bert)
    bert.sees("Voor jou wachten er nog 1")
    expect(noor.cards).to_have_count(2)
    expect(noor.cards.nth(0)).to_contain_text("Deelt nog niets van eerder.")
    expect(noor.cards.nth(1)).to_contain_text("Ik wil graag met een mens praten.")
    nothing_serious(noor.page)

    # Each picks one up with a key; what one has, the other cannot take.
    noor.press("w")
    noor.is_on(noor.cards.nth(0).get_by_role("button", name="Ik pak dit op"))
    noor.press("p")
    anna.sees(f"Vanaf nu schrijft {noor.name}.")
    expect(sam.cards).to_have_count(1)
    sam.press("j", "Enter")
    bert.sees(f"Vanaf nu schrijft {sam.name}.")
    expect(noor.talk.get_by_text("De ander deelt nog niets van eerder.")).to_be_visible()
    expect(noor.talk.locator(".openers button")).to_have_count(3)
    nothing_serious(noor.page)

    noor.says("Dag, fijn dat je er bent.")
    anna.sees("Dag, fijn dat je er bent.")
    anna.says("dank je, het is een lange nacht")
    noor.sees("dank je, het is een lange nacht")
    sam.says("Hallo.")
    bert.sees("Hallo.")

    overleg_beside_the_talk(noor, sam, anna)
    unsent_words_stay_where_they_were(noor, anna)

    # The talk goes on to a colleague, with a note; the person hears it by name.
    noor.press("Escape", "d")
    handing = noor.page.get_by_role("dialog", name="Gesprek doorgeven")
    noor.picks(handing.get_by_label("Aan wie?"), sam.name)
    noor.goes_to(handing.get_by_label(re.compile("Wat is goed om te weten")))
    noor.types("Het gaat om de nachten.")
    nothing_serious(noor.page)
    noor.chooses("Geef door", handing)
    anna.sees(f"{noor.name} geeft ons gesprek door aan {sam.name}")
    expect(noor.cards.first).to_contain_text(f"wacht op {sam.name}")
    expect(noor.cards.first.get_by_role("button")).to_be_disabled()
    sam.press("Escape", "w", "p")
    anna.sees(f"Vanaf nu schrijft {sam.name}.")
    expect(sam.talk.get_by_text("Van je collega: Het gaat om de nachten.")).to_be_visible()

    a_hard_talk_ends_with_care(sam, anna)

    sam.press("1", "x")
    closing = sam.page.get_by_role("dialog", name="Gesprek afsluiten")
    sam.goes_to(closing.get_by_role("radio").first)
    sam.press("ArrowDown")
    sam.chooses("Sluit gesprek af", closing)
    bert.sees(f"{sam.name} is weg. Nu ben ik er weer, de computer.")
    for one in (noor, sam, anna, bert):
        assert one.errors == []
        one.page.context.close()


def overleg_beside_the_talk(noor: Volunteer, sam: Volunteer, anna: Person) -> None:
    """
    A colleague is asked to read along; what they say to each other stays between them.
    """
    noor.press("Escape", "c")
    noor.picks(noor.overleg.get_by_label("Wie mag meelezen?"), sam.name)
    noor.chooses("Vraag", noor.overleg)
    asked = sam.page.locator("#askers .card")
    expect(asked).to_contain_text(f"{noor.name} vraagt of je meeleest.")
    sam.press("Escape")
    sam.chooses("Ik lees mee", asked)
    anna.sees(f"{sam.name} leest mee om {noor.name} te helpen.")
    expect(noor.talk.locator(".readers")).to_have_text(f"{sam.name} leest mee")
    expect(sam.talk.get_by_label("Jouw bericht")).to_be_hidden()
    sam.sees("dank je, het is een lange nacht")
    sam.whispers("Je mag gerust stil zijn.")
    noor.hears("Je mag gerust stil zijn.")
    noor.whispers("Dank, dat helpt mij.")
    sam.hears("Dank, dat helpt mij.")
    nothing_serious(noor.page)
    nothing_serious(sam.page)
    anna.never_saw("Je mag gerust stil zijn.")
    anna.never_saw("Dank, dat helpt mij.")


def unsent_words_stay_where_they_were(noor: Volunteer, anna: Person) -> None:
    """
    After a reload, what was typed to the person and what was typed to colleagues stand where they stood, and nowhere else.
    """
    noor.press("Escape", "b")
    noor.types("Waarom denk je dat?")
    expect(noor.talk.get_by_text("‘Waarom’ kan streng klinken.")).to_be_visible()
    noor.press("Escape", "c")
    noor.types("Wat zou jij zeggen?")
    noor.page.reload()
    expect(noor.talk).to_be_visible()
    noor.press("1", "b")
    box = noor.talk.get_by_label("Jouw bericht")
    expect(box).to_have_value("Waarom denk je dat?")
    noor.is_on(box)
    noor.press("Control+a", "Delete", "Escape", "c")
    beside = noor.overleg.get_by_label("Aan je collega’s")
    expect(beside).to_have_value("Wat zou jij zeggen?")
    noor.is_on(beside)
    noor.press("Control+a", "Delete")
    noor.sees("dank je, het is een lange nacht")
    noor.hears("Je mag gerust stil zijn.")
    anna.never_saw("Waarom denk je dat?")


def a_hard_talk_ends_with_care(sam: Volunteer, anna: Person) -> None:
    """
    After orange: why is said, and when it ends, there is a breather and the question how the helper is.
    """
    anna.says("soms wil ik niet meer leven")
    expect(sam.talk.get_by_text("Let op: zelfdoding.").first).to_be_visible()
    sam.says("Goed dat je het zegt. Ben je nu veilig?")
    anna.sees("Goed dat je het zegt. Ben je nu veilig?")
    nothing_serious(sam.page)
    sam.press("Escape", "x")
    closing = sam.page.get_by_role("dialog", name="Gesprek afsluiten")
    sam.goes_to(closing.get_by_role("radio").first)
    sam.press("Space")
    nothing_serious(sam.page)
    sam.chooses("Sluit gesprek af", closing)
    care = sam.page.get_by_role("region", name="Hoe gaat het met jou?")
    sam.is_on(care.get_by_role("heading"))
    expect(sam.page.get_by_text("Pauze: nog")).to_be_visible()
    nothing_serious(sam.page)
    sam.chooses("Het was zwaar", care)
    expect(care).to_be_hidden()
    assert sam.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('nachtlicht-draft'))") == []
