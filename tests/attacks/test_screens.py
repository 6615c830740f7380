"""
Every screen, in a real Chromium: what somebody typed is shown as text, nothing of it runs, and the policy has nothing to stop.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.attacks.conftest import hand_over, tapped
from tests.browser.pages import ChatPage, ConsolePage, chromium, window
from tests.conversations.people import Person, Volunteer
from tests.running import RunningHouse

RUN = "window.geraakt=1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f'"><svg onload="{RUN}">',
    f'<a href="javascript:{RUN}">javascript:{RUN}</a>',
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"</textarea></title><details open ontoggle={RUN}>",
    "<style>*{display:none}</style><base href=https://elders.example><meta http-equiv=refresh content=0>",
    f"{{{{constructor.constructor('{RUN}')()}}}} ${{{RUN}}} <%= {RUN} %>",
]
ALL = " ".join(PAYLOADS)
NAME = "<img src=x onerror=window.geraakt=1>"
WATCH = """
window.gestuit = [];
document.addEventListener('securitypolicyviolation', (event) => window.gestuit.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    One Chromium.
    """
    with chromium() as running:
        yield running


def untouched(page: Page, shows: str = "") -> None:
    """
    Nothing ran, nothing had to be stopped, and the words stand there as words.
    """
    if shows:
        page.get_by_text(shows).first.wait_for(state="attached", timeout=15_000)
    assert page.evaluate("[window.geraakt ?? null, window.gestuit]") == [None, []]
    made = "document.querySelectorAll('script:not([src]), [onerror], [onload], [ontoggle], iframe, base, a[href^=javascript]').length"
    assert page.evaluate(made) == 0


def test_the_persons_screen_shows_words_as_words(house: RunningHouse, browser: Browser) -> None:
    context = window(browser)
    context.add_init_script(WATCH)
    chat = ChatPage(context.new_page(), house)
    for payload in PAYLOADS:
        chat.says(payload)
        untouched(chat.page, payload)
    assert not chat.errors
    context.close()


def test_the_helpers_screens_show_words_as_words(house: RunningHouse, browser: Browser) -> None:
    done = house.command("people", "add", "--name", f"Lot {NAME}", "--role", "coordinator")
    assert done.returncode == 0, done.stderr
    helper = Volunteer(house, f"Teun {NAME}")
    helper.on_duty()
    waiting, live = Person(house), Person(house)
    hand_over(live, helper)
    live.says(ALL)
    helper.says(ALL)
    assert helper.call("POST", "/lines", json={"text": ALL}).status_code == 200
    waiting.says("Ik wil met een mens praten")
    tapped(waiting, "Pas aan")
    waiting.says(ALL)
    tapped(waiting, "Ja, stuur maar")
    context = window(browser)
    context.add_init_script(WATCH)
    console = ConsolePage(context.new_page(), house, f"Lot {NAME}", done.stdout.strip().rpartition(" ")[2])
    console.on_duty()
    untouched(console.page, PAYLOADS[0])
    card = console.page.locator("#cards li", has_text=PAYLOADS[1])
    card.get_by_role("button", name="Ik pak dit op").click()
    expect(console.talk).to_be_visible()
    untouched(console.page, PAYLOADS[1])
    for place in ("rooster", "oefenen", "voorjou", "overzicht", "gesprekken"):
        console.page.goto(f"{house.url}/console#/{place}")
        console.page.locator("h2:visible").first.wait_for()
        untouched(console.page)
    console.page.goto(f"{house.url}/console#/overzicht")
    untouched(console.page, NAME)
    waiting.says(ALL)
    console.page.goto(f"{house.url}/console#/gesprekken")
    untouched(console.page, PAYLOADS[2])
    assert not console.errors
    context.close()


@pytest.mark.parametrize(
    "address",
    [
        "/#<img src=x onerror=window.geraakt=1>",
        "/?a=<script>window.geraakt=1</script>",
        "/cijfers#x<svg onload=window.geraakt=1>",
        "/console#/javascript:window.geraakt=1",
        "/console#welkom=<img src=x onerror=window.geraakt=1>",
    ],
)
def test_an_address_runs_nothing(house: RunningHouse, browser: Browser, address: str) -> None:
    context = window(browser)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(house.url + address)
    page.locator("body").wait_for()
    untouched(page)
    context.close()


def test_the_policy_itself_stops_what_would_get_in(house: RunningHouse, browser: Browser) -> None:
    for path in ("/", "/console", "/cijfers"):
        context = window(browser)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(house.url + path)
        page.evaluate(f"document.body.insertAdjacentHTML('beforeend', {json.dumps(PAYLOADS[1])})")
        page.wait_for_function("window.gestuit.length > 0")
        assert page.evaluate("window.geraakt ?? null") is None
        context.close()
