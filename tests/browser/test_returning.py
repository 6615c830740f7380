"""
The way back on the first screen: four words, by keyboard, with errors that are told.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import ChatPage, Theme, window
from tests.running import RunningHouse

OTHER_WORDS = "aalbes aanrecht aardbol abrikoos"
STORED = "[localStorage.length, sessionStorage.length, document.cookie]"


def with_words(browser: Browser, house: RunningHouse) -> str:
    """
    The words of a talk that somebody had, asked for from the menu.
    """
    context = window(browser)
    chat = ChatPage(context.new_page(), house)
    chat.says("dit schreef ik gisteren")
    expect(chat.log.locator(".bot")).not_to_have_count(1)
    chat.page.locator("#menu > summary").click()
    chat.page.get_by_role("button", name="Later verder met vier woorden").click()
    told = chat.log.locator(".bot .text").filter(has_text="Dit zijn je vier woorden").last
    expect(told).to_be_visible()
    words = told.inner_text().split("\n\n")[1].strip()
    assert chat.errors == []
    context.close()
    return words


def tabs_to(page: Page, name: str) -> None:
    """
    Go with Tab to a button.
    """
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"'{name}' cannot be reached with Tab")


@pytest.mark.parametrize(("phone", "theme"), [(True, "dark"), (False, "light")])
def test_four_words_bring_back_the_talk(browser: Browser, house: RunningHouse, phone: bool, theme: Theme) -> None:
    words = with_words(browser, house)
    context = window(browser, phone=phone, theme=theme)
    chat = ChatPage(context.new_page(), house)
    page = chat.page
    chat.sees("Ik ben een computer, geen mens.")
    opener, field = page.get_by_role("button", name="Ik heb vier woorden"), page.get_by_label("Je vier woorden")
    expect(field).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    tabs_to(page, "Ik heb vier woorden")
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(field).to_be_focused()

    page.keyboard.press("Enter")
    trouble = page.get_by_role("alert")
    expect(trouble).to_have_text("Schrijf hier je vier woorden.")
    page.keyboard.type(OTHER_WORDS)
    expect(trouble).to_have_text("")
    page.keyboard.press("Enter")
    expect(trouble).to_contain_text("Deze vier woorden ken ik niet.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.evaluate("element => element.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(STORED) == [0, 0, ""]

    field.fill(words.upper())
    page.get_by_role("button", name="Ga verder").click()
    chat.sees("dit schreef ik gisteren")
    chat.sees("Dit gesprek is nu op nog een apparaat open.")
    expect(opener).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="Je bent terug in je gesprek.")).to_be_visible()
    expect(chat.log.get_by_text("Ik ben een computer, geen mens.")).to_have_count(1)
    chat.says("en vandaag ben ik er weer")
    expect(chat.log.locator(".you").last).to_contain_text("en vandaag ben ik er weer")
    page.reload()
    chat.sees("en vandaag ben ik er weer")
    chat.sees("dit schreef ik gisteren")
    assert chat.errors == []
    context.close()


def test_who_begins_to_talk_sees_the_way_back_no_more(browser: Browser, house: RunningHouse) -> None:
    context = window(browser)
    chat = ChatPage(context.new_page(), house)
    opener = chat.page.get_by_role("button", name="Ik heb vier woorden")
    expect(opener).to_be_visible()
    chat.says("hoi")
    expect(opener).to_be_hidden()
    chat.page.locator("#menu > summary").click()
    chat.page.get_by_role("button", name="Wis alles", exact=True).click()
    chat.page.get_by_role("button", name="Ja, wis alles", exact=True).click()
    expect(chat.page.get_by_text("Alles is gewist").first).to_be_visible()
    expect(opener).to_be_visible()
    context.close()
