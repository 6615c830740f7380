"""
The main talk in Chromium: a person on a phone and a volunteer at a desk, in two windows.
"""

import re
import uuid

from playwright.sync_api import Browser, Request, expect

from tests.browser.pages import ChatPage, ConsolePage, login, window
from tests.running import RunningHouse


def test_from_hoi_to_a_volunteer_who_answers(browser: Browser, house: RunningHouse) -> None:
    name, password = login(house, f"Sam {uuid.uuid4().hex[:4]}")
    person_window, helper_window = window(browser, phone=True), window(browser)
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(house.url):
            foreign.append(request.url)

    person_window.on("request", note)
    helper_window.on("request", note)
    console = ConsolePage(helper_window.new_page(), house, name, password)
    console.on_duty()
    chat = ChatPage(person_window.new_page(), house)
    chat.sees("Ik ben een computer, geen mens.")
    assert chat.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]

    chat.says("hoi")
    chat.says("ik voel me zo alleen sinds de kinderen het huis uit zijn")
    chat.says("niemand belt meer en de avonden duren lang")
    chat.says("ik wil liever een mens spreken")
    chat.sees("Klopt het zo?")
    chat.taps("Pas aan")
    chat.sees("Schrijf het zoals jij het wilt.")
    chat.says("Ik ben veel alleen. Ik wil even praten.")
    chat.sees(re.compile("Ik ben veel alleen. Ik wil even praten."))
    chat.taps("Ja, stuur maar")
    chat.sees("je bent de eerste")
    chat.holder("Je wacht op een mens")

    console.claims()
    expect(console.talk.get_by_text("Ik ben veel alleen. Ik wil even praten.")).to_be_visible()
    chat.sees(f"Vanaf nu schrijft {name}.")
    chat.holder("een mens")
    console.says("Hoi, fijn dat je er bent.")
    chat.sees("Hoi, fijn dat je er bent.")
    chat.holder(name)
    chat.says("dank je, dat doet goed")
    console.sees("dank je, dat doet goed")
    console.closes()
    chat.sees(f"{name} is weg. Nu ben ik er weer, de computer.")
    chat.holder("computer")
    chat.says("ik ga slapen, welterusten")
    chat.sees(re.compile("blijft|altijd terugkomen"))

    chat.page.reload()
    chat.sees("Hoi, fijn dat je er bent.")
    assert foreign == []
    assert chat.errors == console.errors == []
    person_window.close()
    helper_window.close()


def test_the_person_can_end_the_talk_with_a_human_at_any_moment(browser: Browser, house: RunningHouse) -> None:
    name, password = login(house, f"Noor {uuid.uuid4().hex[:4]}")
    person_window, helper_window = window(browser, phone=True), window(browser)
    console = ConsolePage(helper_window.new_page(), house, name, password)
    console.on_duty()
    chat = ChatPage(person_window.new_page(), house)
    chat.taps("Liever een mens")
    chat.taps("Ja, stuur maar")
    console.claims()
    console.says("Dag, ik ben Noor.")
    chat.sees("Dag, ik ben Noor.")
    chat.page.reload()
    chat.holder(name)
    chat.page.locator("#menu > summary").click()
    chat.page.get_by_role("button", name="Toch geen mens").click()
    chat.sees(f"Het gesprek met {name} is gestopt.")
    chat.holder("computer")
    expect(console.page.get_by_text("De ander is gestopt met het gesprek.").first).to_be_visible()
    person_window.close()
    helper_window.close()


def test_nothing_is_lost_while_the_connection_is_gone(browser: Browser, house: RunningHouse) -> None:
    context = window(browser, phone=True)
    chat = ChatPage(context.new_page(), house)
    chat.says("hoi")
    expect(chat.log.locator(".bot")).to_have_count(2)
    context.set_offline(True)
    chat.says("ik lig weer wakker")
    expect(chat.page.get_by_text("Geen verbinding").first).to_be_visible()
    chat.says("en het maalt maar door")
    context.set_offline(False)
    expect(chat.log.locator(".you")).to_have_count(3)
    expect(chat.log.locator(".bot").nth(3)).to_be_visible(timeout=30_000)
    expect(chat.page.get_by_text("Geen verbinding")).to_have_count(0)
    chat.page.reload()
    expect(chat.log.locator(".you")).to_have_text([re.compile("hoi"), re.compile("wakker"), re.compile("maalt")])
    context.close()


def test_quick_exit_leaves_nothing_behind(browser: Browser, house: RunningHouse) -> None:
    context = window(browser)
    context.route("https://www.buienradar.nl/**", lambda route: route.fulfill(body="weer"))
    page = context.new_page()
    chat = ChatPage(page, house)
    chat.says("hoi")
    expect(chat.log.locator(".bot")).to_have_count(2)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.buienradar.nl/**")
    page.goto(house.url)
    chat.sees("Ik ben een computer, geen mens.")
    expect(chat.log.get_by_text("hoi", exact=True)).to_have_count(0)
    context.close()


def test_wis_alles_from_the_menu(browser: Browser, house: RunningHouse) -> None:
    context = window(browser, phone=True)
    chat = ChatPage(context.new_page(), house)
    chat.says("ik ben zo moe vandaag")
    expect(chat.log.locator(".bot")).to_have_count(2)
    chat.page.locator("#menu > summary").click()
    chat.page.get_by_role("button", name="Wis alles", exact=True).click()
    chat.page.get_by_role("button", name="Ja, wis alles", exact=True).click()
    expect(chat.page.get_by_text("Alles is gewist").first).to_be_visible()
    expect(chat.log.get_by_text("ik ben zo moe vandaag")).to_have_count(0)
    assert chat.page.evaluate("sessionStorage.length") == 0
    context.close()


def test_without_javascript_the_numbers_are_there(browser: Browser, house: RunningHouse) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.url)
    expect(page.get_by_text("Voor de chat is JavaScript nodig")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 112").last).to_be_visible()
    context.close()
