"""
The engine's memory: none. A turn brings the slots it needs and takes them back.

`TurnStore` holds a tracker only while its turn is handled, so that nothing a person wrote stays here, any engine can take any
turn, and a talk of a thousand turns costs no more than the first.
"""

from typing import Any, Dict, Iterable, List, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

TURNS: Dict[Text, DialogueStateTracker] = {}


class TurnStore(TrackerStore):
    """
    A tracker store for trackers under way.
    """

    def __init__(self, domain: Domain, event_broker: Optional[EventBroker] = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """
        The tracker of the turn under way.
        """
        return TURNS.get(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """
        Keep a tracker until its turn ends.
        """
        TURNS[tracker.sender_id] = tracker

    async def keys(self) -> Iterable[Text]:
        """
        The turns under way.
        """
        return list(TURNS)


def begin(turn: Text, slots: Dict[Text, Any], domain: Domain) -> None:
    """
    Begin a turn with the slots that the house remembers; slots unknown to this model are left out.
    """
    known = {slot.name for slot in domain.slots}
    events: List[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    events += [SlotSet(name, value) for name, value in slots.items() if name in known]
    events.append(ActionExecuted("action_listen"))
    TURNS[turn] = DialogueStateTracker.from_events(turn, events, domain.slots)


def end(turn: Text) -> Optional[DialogueStateTracker]:
    """
    End a turn and forget it.
    """
    return TURNS.pop(turn, None)
