"""
The tables. Everything a person wrote is in a column named `sealed…`; all the rest may be read by an operator.

Constraints carry the promises: a message id is stored once, a conversation has one open handover, a helper's claim is the
only one, and without consent no summary can wait in the queue.
"""

from store.schema.base import Base, UtcDateTime
from store.schema.handovers import (
    Alarm,
    Block,
    Bond,
    Handover,
    HandoverEvent,
    Outcome,
    Promise,
    Reader,
    Whisper,
)
from store.schema.helpers import (
    Address,
    Debrief,
    Helper,
    HelperKey,
    Invitation,
    Notice,
    OwnLine,
    Renewal,
    Shift,
    ShiftChange,
)
from store.schema.kinds import (
    OPEN_STATES,
    OVER_STATES,
    CheckinKind,
    CheckinState,
    Holder,
    NoticeState,
    PromiseState,
    Role,
    Sender,
    Shares,
    State,
)
from store.schema.readings import Reading, ReadingChain
from store.schema.talk import Checkin, Conversation, ConversationToken, Message, TelegramChat, TelegramUpdate
from store.schema.ways import Account, Challenge, Factor, Passkey, RecoveryCode

__all__ = [
    "OPEN_STATES",
    "OVER_STATES",
    "Account",
    "Address",
    "Alarm",
    "Base",
    "Block",
    "Bond",
    "Challenge",
    "Checkin",
    "CheckinKind",
    "CheckinState",
    "Conversation",
    "ConversationToken",
    "Debrief",
    "Factor",
    "Handover",
    "HandoverEvent",
    "Helper",
    "HelperKey",
    "Holder",
    "Invitation",
    "Message",
    "Notice",
    "NoticeState",
    "Outcome",
    "OwnLine",
    "Passkey",
    "Promise",
    "PromiseState",
    "Reader",
    "Reading",
    "ReadingChain",
    "RecoveryCode",
    "Renewal",
    "Role",
    "Sender",
    "Shares",
    "Shift",
    "ShiftChange",
    "State",
    "TelegramChat",
    "TelegramUpdate",
    "UtcDateTime",
    "Whisper",
]
