"""
One sentence, made together: to whom, what, a draft, and a warm end when it is good.
"""

from typing import Any

import pytest

from store.texts import texts
from tests.unit.actions.turns import turn


@pytest.mark.parametrize(("text", "to"), [("mijn zus", "mijn zus"), ("Lotte", "Lotte"), ("aan mama", "mama")])
def test_a_name_or_a_relation_is_to_whom(text: str, to: str) -> None:
    slots: dict[str, Any] = {
        "question": "sentence_to",
        "people": [{"who": "zus", "name": "Lotte"}],
        "topic": "share_alone",
    }
    told = turn("action_sentence_to", text, "answer", **slots)
    assert (told.said, told.slots["sentence_to"]) == (["utter_sentence_what"], to)


@pytest.mark.parametrize("text", ["ik weet het niet, wat zou jij sturen", "hoe zou jij dat appen", "doe jij maar iets"])
def test_who_has_no_words_gets_ours(text: str) -> None:
    assert turn("action_sentence_what", text, "answer", question="sentence_what").said == ["utter_sentence_help"]


@pytest.mark.parametrize(
    ("action", "question"), [("action_answer", "sentence_check"), ("action_sentence_edit", "sentence_edit")]
)
def test_a_finished_sentence_ends_the_exercise_warmly(action: str, question: str) -> None:
    done = turn(action, "ja die stuur ik", "answer", "good", question=question, sentence="ik mis je, bel je me?")
    assert done.said == ["utter_sentence_check_good"]
    assert done.slots["sentence"] == "ik mis je, bel je me?"
    assert not any(line.question or line.choices for line in texts().responses["utter_sentence_check_good"])
