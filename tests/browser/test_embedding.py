"""
The chat in a corner of a municipality's own page, by one line.
"""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import window
from tests.running import RunningHouse


@pytest.fixture
def municipality(house: RunningHouse) -> Iterator[str]:
    """
    The address of another site, with our line in its page.
    """
    page = f'<!doctype html><html lang="nl"><title>Gemeente</title><h1>Gemeente</h1><script src="{house.url}/embed.js" async></script>'

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_line_puts_the_chat_on_another_site(browser: Browser, house: RunningHouse, municipality: str) -> None:
    context = window(browser)
    page = context.new_page()
    page.goto(municipality)
    page.get_by_role("button", name="Praat met Nachtlicht").click()
    chat = page.frame_locator("iframe")
    expect(chat.get_by_text("Ik ben een computer, geen mens.")).to_be_visible()
    chat.get_by_label("Je bericht").fill("hoi")
    chat.get_by_role("button", name="Stuur", exact=True).click()
    expect(chat.get_by_role("log").locator(".bot")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).not_to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    context.close()
