"""
The ledger of one talk: what its people were promised, kept on their side, to be held against the log of the house.

A promise is an acknowledgement: a number for something that was sent, or a message that was shown. Whatever faults there were: what was
acknowledged is in the log once, at that number, in the order in which it was sent; and what was shown is what the log says.
"""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from store.texts import texts
from tests.faults.moody import HEARD

Said = tuple[str, str]
SILENT = texts().record("engine_silent").text


@dataclass
class Ledger:
    """
    One talk. `sent` is what the person said and `helped` what volunteers said, each in order, of all that they `tried` to say; `seen` is
    what the person was shown, by number. `swapped` holds texts that came in another order than they were sent.
    """

    name: str
    sent: list[str] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[int, Said] = field(default_factory=dict)

    def acknowledged(self, key: str, seq: int) -> None:
        """
        A number was given to what was sent under a key; again is the same number.
        """
        assert self.numbers.setdefault(key, seq) == seq, f"{self.name}: two numbers for one message"

    def shown(self, after: int, messages: list[dict[str, Any]]) -> None:
        """
        What came "after n": without a gap, and never another text than before.
        """
        numbers = [message["seq"] for message in messages]
        assert numbers == list(range(after + 1, after + 1 + len(messages))), f"{self.name}: {numbers} after {after}"
        for message in messages:
            said = (message["from"], message["text"])
            assert self.seen.setdefault(message["seq"], said) == said, f"{self.name}: another text at {message['seq']}"

    def holds(self, log: list[tuple[int, str, str]], *, echoed: bool) -> None:
        """
        Compare with the log: nothing lost, nothing doubled, nothing out of order; with `echoed` each text was answered, once.
        """
        assert [seq for seq, _, _ in log] == list(range(1, len(log) + 1)), f"{self.name}: numbers"
        typed = [text for _, sender, text in log if sender == "you" and text in set(self.sent)]
        assert typed == self.sent, f"{self.name}: said {self.sent}, in the log {typed}"
        human = [text for _, sender, text in log if sender == "human"]
        known = [text for text in human if text in set(self.helped)]
        assert known == self.helped, f"{self.name}: the volunteers said {self.helped}, in the log {human}"
        # What was taken in while the answer was lost, and the talk left their hands meanwhile, is there once too.
        assert len(set(human)) == len(human), f"{self.name}: twice in the log {human}"
        assert set(human) <= self.tried, f"{self.name}: in the log {human}, tried {self.tried}"
        for seq, said in self.seen.items():
            assert log[seq - 1][1:] == said, f"{self.name}: shown {said} at {seq}, in the log {log[seq - 1]}"
        words = [text for _, _, text in log]
        for text in self.sent:
            times = words.count(HEARD + text)
            assert times <= 1, f"{self.name}: answered {times} times to {text}"
        assert not echoed or self.answers(words) == len(self.sent), f"{self.name}: sent {self.sent}, answered {said}"
        for key, seq in self.numbers.items():
            assert log[seq - 1][2] == key.partition("|")[2] or not key.partition("|")[2], (
                f"{self.name}: {seq} is {log[seq - 1]}"
            )

    def answers(self, said: list[str]) -> int:
        """
        How many answers there are in what was said: to a text, or the words for an engine that had none.
        """
        return sum(HEARD + text in said for text in self.sent) + said.count(SILENT)

    def delivered(self, log: list[tuple[int, str, str]], bubbles: list[str], doubles: int) -> None:
        """
        Compare with what came out at Telegram: all of it, in order, and no more twice than there were crashes and lost answers.
        """
        said = [text for _, sender, text in log if sender != "you"]
        once = [text for text, _ in groupby(bubbles)]
        assert once == [text for text, _ in groupby(said)], f"{self.name}: delivered {once}, in the log {said}"
        assert len(bubbles) - len(said) <= doubles, f"{self.name}: {len(bubbles) - len(said)} came twice"
