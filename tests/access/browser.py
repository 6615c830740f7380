"""
A browser at the console's door: cookies, and the headers that a real one sends. No API token comes near it.
"""

import uuid
from typing import Any, ClassVar

import httpx

from tests.running import RunningHouse

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """
    One browser of one helper; `address` is where it calls from, as a proxy in front of us would write down.
    """

    opened: ClassVar[list["Browser"]] = []

    def __init__(self, house: RunningHouse, address: str = "203.0.113.7") -> None:
        Browser.opened.append(self)
        headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": AGENT, "X-Forwarded-For": address}
        self.http = httpx.Client(base_url=f"{house.url}/console/api", headers=headers, timeout=40.0)

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """
        A request to the helpers' API.
        """
        return self.http.request(method, path, **more)

    def tries(self, name: str, password: str, code: str = "") -> str:
        """
        Try to log in: `in`, or the error.
        """
        answer = self.call("POST", "/session", json={"name": name, "password": password, "code": code})
        return "in" if answer.status_code == 200 else str(answer.json()["error"])

    def is_in(self) -> bool:
        """
        Whether it is logged in.
        """
        return self.call("GET", "/session").status_code == 200


def added(house: RunningHouse, name: str, role: str = "volunteer") -> tuple[str, str]:
    """
    A new helper by invitation, with some letters after the name so that it is free: name and password.
    """
    name, password = f"{name} {uuid.uuid4().hex[:6]}", uuid.uuid4().hex
    inviting = house.helper_token("Coby van de deur", "admin")
    made = house.request("POST", "/console/api/people", inviting, json={"name": name, "role": role})
    assert made.status_code == 200, made.text
    token = made.json()["link"].rpartition("=")[2]
    joined = house.request("POST", "/console/api/welcome", json={"token": token, "password": password})
    assert joined.status_code == 200, joined.text
    assert house.request("DELETE", "/console/api/session").status_code == 204
    house.http.cookies.clear()
    return name, password


def logged_in(house: RunningHouse, name: str, password: str, address: str = "203.0.113.7") -> Browser:
    """
    A browser that logged in.
    """
    browser = Browser(house, address)
    assert browser.tries(name, password) == "in"
    return browser
