"""
The app is killed at any moment of a handover, and started again: nothing is lost, doubled, or left without owner and reason.

The moments are drawn at random; `NACHTLICHT_LONG` makes it two hundred of them.
"""

import os
import random
import threading
import uuid

import httpx

from tests.conversations.people import Person, Volunteer
from tests.running import RunningHouse, until

KILLS = 200 if os.environ.get("NACHTLICHT_LONG") else 4
LONGEST = 1.2
PATIENCE = 240.0  # seconds; a start may take a while on a busy machine


def on(house: RunningHouse, method: str, path: str, token: str, **more: object) -> httpx.Response:
    """
    A request that is made until there is an answer, as a page does that waits for its connection.
    """

    def ask() -> httpx.Response | None:
        try:
            return house.request(method, path, token, **more)
        except httpx.TransportError:
            return None

    answer = until(ask, f"an answer to {path}", PATIENCE)
    assert answer is not None
    return answer


class Path:
    """
    One person and one volunteer on the way through a handover, each step asked for again until it is answered.
    """

    def __init__(self, house: RunningHouse, volunteer: Volunteer) -> None:
        self.house, self.volunteer = house, volunteer
        begun = on(house, "POST", "/chat/api/conversations", "", json={})
        self.token = begun.json()["token"]
        self.said: list[str] = []
        self.handover = ""

    def messages(self) -> list[dict[str, object]]:
        """
        All that the person sees.
        """
        answer = on(self.house, "GET", "/chat/api/messages", self.token, params={"after": 0})
        return list(answer.json()["messages"])

    def taps(self, label: str) -> None:
        """
        The latest button with this label, with one id however often it is sent.
        """
        body = {"id": str(uuid.uuid4())}

        def offered() -> str | None:
            found = [c["id"] for m in self.messages() for c in m["choices"] if c["label"] == label]  # type: ignore[attr-defined]
            return found[-1] if found else None

        choice = until(offered, f"the button {label}", PATIENCE)
        answer = on(self.house, "POST", "/chat/api/messages", self.token, json=body | {"choice": choice})
        assert answer.status_code == 202, answer.text

    def helper(self, method: str, path: str, **more: object) -> httpx.Response:
        """
        The volunteer's side.
        """
        return on(self.house, method, f"/console/api{path}", self.volunteer.token, **more)

    def writes(self, text: str) -> None:
        """
        The volunteer writes; the same id makes sending again harmless.
        """
        conversation = next(
            h["conversation"] for h in self.helper("GET", "/queue").json()["mine"] if h["id"] == self.handover
        )
        body = {"id": str(uuid.uuid4()), "text": text}
        answer = self.helper("POST", f"/conversations/{conversation}/messages", json=body)
        assert answer.status_code == 202, answer.text
        self.said.append(text)

    def walk(self) -> None:
        """
        From asking to closing.
        """
        self.helper("POST", "/presence", json={"on_duty": True})
        self.taps("Liever een mens")
        self.taps("Ja, stuur maar")
        waiting = until(lambda: self.helper("GET", "/queue").json()["waiting"], "the question in the queue", PATIENCE)
        self.handover = str(waiting[0]["id"])
        claimed = self.helper("POST", f"/handovers/{self.handover}/claim")
        # Killed after the claim and before its answer: asking again finds that it is taken, by ourselves.
        assert claimed.status_code in (200, 409), claimed.text
        for text in ("Hoi, ik ben er.", "Hoe is het?"):
            self.writes(text)
        self.helper("POST", f"/handovers/{self.handover}/heartbeat")
        closed = self.helper("POST", f"/handovers/{self.handover}/close", json={"reason": "good_end", "note": ""})
        assert closed.status_code == 200 or closed.json()["error"] == "handover_over", closed.text


def test_killed_at_any_moment_a_handover_is_whole(bare: RunningHouse) -> None:
    volunteer, draw = Volunteer(bare, "Sterk"), random.Random(7)
    person = Person(bare)
    assert person.token
    for _ in range(KILLS):
        path = Path(bare, volunteer)
        failures: list[BaseException] = []

        def walk(path: Path = path, failures: list[BaseException] = failures) -> None:
            try:
                path.walk()
            except BaseException as error:
                failures.append(error)

        walker = threading.Thread(target=walk)
        walker.start()
        threading.Event().wait(draw.uniform(0.0, LONGEST))
        bare.kill()
        bare.start()
        walker.join(300)
        assert not walker.is_alive()
        assert not failures, failures
        seen = path.messages()
        assert [m["seq"] for m in seen] == list(range(1, len(seen) + 1))
        assert [m["text"] for m in seen if m["from"] == "human"] == path.said
        queue = volunteer.call("GET", "/queue").json()
        assert path.handover not in [h["id"] for h in queue["waiting"] + queue["mine"]], "it is over, with a reason"
