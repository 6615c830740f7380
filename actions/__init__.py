"""
The actions that the engine runs through rasa-sdk, one subject a file.

An action is a pure function of what is remembered and what was just said: it returns what to say and what to remember, and
changes nothing itself, so a turn can be asked again. What only the house can do it asks for by name (`do`).
"""

import inspect
from importlib import import_module

from rasa_sdk import Action

SUBJECTS = (
    "answers",
    "asking",
    "cards",
    "chat",
    "circle",
    "curt",
    "farewell",
    "general",
    "holding_back",
    "ideas",
    "keeping",
    "misunderstanding",
    "people",
    "reflection",
    "sentences",
    "steps",
    "tips",
    "wishes",
)


def all_actions() -> list[Action]:
    """
    One instance of every action.
    """
    found = []
    for subject in SUBJECTS:
        module = import_module(f"actions.{subject}")
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, Action) and cls.__module__ == module.__name__:
                found.append(cls())
    return found
