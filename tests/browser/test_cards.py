"""
A network card in Chromium: the picture stands in the talk, has words, fits a phone and can be saved; also after a reload.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import ChatPage, Theme, window
from tests.running import RunningHouse

WORDS = "Mijn netwerkkaart. Dichtbij: mijn zus, Anneke. Af en toe: de buurvrouw. Van gezicht: de man met de hond."


@pytest.mark.parametrize(("phone", "theme"), [(True, "dark"), (True, "light"), (False, "light")])
def test_the_card_is_seen_and_saved(
    browser: Browser, house: RunningHouse, tmp_path: Path, phone: bool, theme: Theme
) -> None:
    context = window(browser, phone=phone, theme=theme)
    chat = ChatPage(context.new_page(), house)
    chat.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    chat.sees("Ik ben een computer")
    chat.page.get_by_text("Menu", exact=True).click()
    chat.page.get_by_role("button", name="Mijn kaarten").click()
    chat.taps("Netwerkkaart")
    chat.sees("Een naam of bijnaam is genoeg.")
    chat.says("mijn zus, Anneke")
    chat.sees("Wie zie of spreek je af en toe?")
    chat.says("de buurvrouw")
    chat.sees("Denk ook aan de winkel of de straat.")
    chat.says("de man met de hond")

    picture = chat.log.get_by_role("img", name=WORDS)
    save = chat.log.get_by_role("link", name="Bewaar als plaatje")
    expect(save).to_be_visible()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 1200
    box = picture.bounding_box()
    view = chat.page.viewport_size
    assert box
    assert view
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= view["width"]
    assert box["width"] == pytest.approx(box["height"], abs=4)
    with chat.page.expect_download() as saved:
        save.click()
    assert saved.value.suggested_filename == "kaart.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    picture.scroll_into_view_if_needed()
    chat.page.screenshot(path=tmp_path / "card.png")

    chat.page.reload()
    expect(picture).to_be_visible()
    expect(save).to_be_visible()
    chat.taps("Nee, niet bewaren")
    chat.sees("Ik bewaar er niets van.")
    chat.page.reload()
    chat.sees("Hier stond een kaart. Die is weg.")
    expect(picture).to_have_count(0)
    assert chat.errors == []
    context.close()
