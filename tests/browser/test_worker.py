"""
The service worker in a real Chromium: a push without a payload shows one fixed sentence, and never two notifications.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import window
from tests.running import RunningHouse, until

WORD = "Nachtlicht: er is iets voor je in de console."
REGISTER = """async () => {
  const registration = await navigator.serviceWorker.register('/console/static/worker.js');
  const worker = registration.installing ?? registration.waiting;
  if (worker) await new Promise((done) => worker.addEventListener('statechange', () => worker.state === 'activated' && done()));
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration('/console/static/');
  return (await registration.getNotifications()).map(({ title, body, data }) => [title, body, data]);
}"""


@pytest.fixture(scope="module")
def quiet_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """
    A house without an engine: the console needs none.
    """
    running = RunningHouse(tmp_path_factory.mktemp("worker") / "data", engine_url="http://127.0.0.1:9").start()
    yield running
    assert running.stop() == 0


def test_a_push_shows_one_fixed_sentence_and_a_second_one_replaces_it(
    browser: Browser, quiet_house: RunningHouse
) -> None:
    context = window(browser)
    context.grant_permissions(["notifications"], origin=quiet_house.url)
    page = context.new_page()
    page.goto(f"{quiet_house.url}/console")
    known: list[dict[str, Any]] = []
    devtools = context.new_cdp_session(page)
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate(REGISTER)
    push = {"origin": quiet_house.url, "registrationId": known[-1]["registrationId"], "data": ""}
    for _ in range(2):
        devtools.send("ServiceWorker.deliverPushMessage", push)
        assert until(lambda: page.evaluate(SHOWN), "the notification") == [[WORD, "", None]]
    context.close()
