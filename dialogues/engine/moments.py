"""
Moments: a goodbye, a step that is done, a no. Each is believed only when it is about this talk: "nu slaapt zij" is no goodbye, a story
may end with "tot ziens, zei hij", and "nee, hij niet" turns nothing down. What such words look like is a table, `moments` in
`dialogues/answers.yml`.
"""

import re
from typing import Any, Dict, List, Optional, Text

SHORT = 6
AWAY_MINUTES = 180
BRIEF = 8
LEAST_STEM = 4
CLAUSE = re.compile(r"[.,;!?\n]+| en | maar | dus ")


class Moments:
    """
    The table, compiled by whoever reads it.
    """

    def __init__(self, table: Dict[Text, Any], compiled: Any, folded: Any) -> None:
        self.folded, self.offers, self.looked = folded, table["offers"], table["looked_back"]
        self.is_: Dict[Text, "re.Pattern[Text]"] = {
            name: compiled(patterns) for name, patterns in table["words"].items()
        }

    def believed(self, intent: Text, slots: Dict[Text, Any], text: Text) -> bool:
        """
        Whether an intent is meant of this talk; whatever is no moment always is.
        """
        if intent == "goodbye":
            return self._leaves(text)
        if intent == "goal_done":
            return self._done(slots, self.folded(text))
        if intent in ("deny", "refuse_human"):
            return not (slots.get("question") in self.offers and self._of_another(self.folded(text)))
        return True

    def done_in_passing(self, slots: Dict[Text, Any], text: Text) -> bool:
        """
        Whether somebody tells by the way that it is done: the step that stands, the idea on the table, the sentence we made.
        """
        said = self.folded(text)
        if not (slots.get("step") or slots.get("sentence") or slots.get("question") == "tip"):
            return False
        told = bool(self.is_["told_done"].search(said)) and not self.is_["untold"].search(said)
        return told and (len(said.split()) <= BRIEF or self._names(slots, said))

    def stays(self, slots: Dict[Text, Any], text: Text) -> bool:
        """
        Whether somebody whom we just said goodbye to says that they are not going.
        """
        left, said = slots.get("left"), self.folded(text)
        here = left is not None and left == (slots.get("listened") or 0)
        return here and len(said.split()) <= BRIEF and bool(self.is_["stays"].search(said))

    def parts(self, slots: Dict[Text, Any], text: Text) -> Optional[Text]:
        """
        What "dag" is: a greeting to begin with or after hours away, a goodbye once something was told.
        """
        if not self.is_["both"].fullmatch(self.folded(text)):
            return None
        away = (slots.get("away") or 0) >= AWAY_MINUTES
        return "goodbye" if slots.get("listened") and not away else "greet"

    def _leaves(self, text: Text) -> bool:
        clauses = [self.folded(part) for part in CLAUSE.split(" %s " % text.lower()) if self.folded(part)]
        told = " ".join(clauses)
        if self.is_["reported"].search(told):
            return (
                bool(clauses)
                and bool(self.is_["going"].search(clauses[-1]))
                and not self.is_["reported"].search(clauses[-1])
            )
        leaving = [
            clause
            for clause in clauses[-2:] + clauses[:1]
            if self.is_["leaving"].search(clause) or clause in ("dag", "daag")
        ]
        if leaving:
            return any(self._own(clause) for clause in leaving)
        return len(told.split()) <= SHORT and not self.is_["others"].search(told)

    def _own(self, clause: Text) -> bool:
        """
        Whether a clause that takes leave does so for oneself, and now.
        """
        mine = self.is_["mine"].search(clause) or not self.is_["others"].search(clause)
        return bool(mine) and not self.is_["unlike"].search(clause)

    def _done(self, slots: Dict[Text, Any], said: Text) -> bool:
        if self.is_["undone"].search(said):
            return False
        if slots.get("question") in self.looked:
            return True
        worked = bool(self.is_["worked"].search(said))
        if not slots.get("step"):
            return worked and len(said.split()) <= BRIEF
        return worked or self._names(slots, said)

    def _names(self, slots: Dict[Text, Any], said: Text) -> bool:
        """
        Whether a message has one of the longer words of the step.
        """
        stems: List[Text] = [
            word[:LEAST_STEM] for word in self.folded(str(slots.get("step") or "")).split() if len(word) > LEAST_STEM
        ]
        return any(stem in word for stem in stems for word in said.split())

    def _of_another(self, said: Text) -> bool:
        return len(said.split()) > 1 and bool(self.is_["others"].search(said)) and not self.is_["mine"].search(said)
