"""
What is heard: one update of Telegram, read as what it means to us. No network, no database.

Only private chats count, and only what a person wrote or tapped. All else that can be sent (voice, pictures, places…) is heard
as the name of the text that kindly asks for words; the thing itself is never fetched.
"""

from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, Message, Update
from telegram.ext import filters

COMMANDS = ("start", "help", "stop", "wis", "terug")
BIGGEST = 2**63
GONE = (ChatMember.LEFT, ChatMember.BANNED)

# Kinds of attachment in the order of asking: an animation, say, also comes as a document.
NOTICES = {
    "voice": "telegram_voice",
    "audio": "telegram_voice",
    "photo": "telegram_picture",
    "video": "telegram_picture",
    "video_note": "telegram_picture",
    "animation": "telegram_picture",
    "sticker": "telegram_picture",
    "document": "telegram_file",
    "venue": "telegram_place",
    "location": "telegram_place",
    "contact": "telegram_contact",
}


@dataclass(frozen=True, slots=True)
class Tap:
    """
    A button that was tapped: the query to answer, the message it hangs under (if Telegram still knows it), and its data.
    """

    query: str
    message: int | None
    data: str

    def __post_init__(self) -> None:
        _are(str, self.query, self.data)
        _are(int, self.message or 0)


@dataclass(frozen=True, slots=True)
class Heard:
    """
    What a person did in their private chat. `notice` names a text of record that goes with it; an `album` gets it once.
    """

    update: int
    chat: int
    text: str = ""
    command: str | None = None
    notice: str | None = None
    album: bool = False
    tap: Tap | None = None

    def __post_init__(self) -> None:
        _are(int, self.update, self.chat)
        _are(str, self.text)


@dataclass(frozen=True, slots=True)
class Leave:
    """
    A group or channel to leave without a word.
    """

    chat: int

    def __post_init__(self) -> None:
        _are(int, self.chat)


def chat_of(update: dict[str, Any]) -> int | None:
    """
    The number of the chat that an update, as Telegram sent it, belongs to; None when it cannot be told.
    """
    for content in update.values():
        for place in (content, content.get("message")) if isinstance(content, dict) else ():
            chat = place.get("chat") if isinstance(place, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return None


def hear(update: Update) -> Heard | Leave | None:
    """
    What an update means; None when it means nothing to us.
    """
    chat = update.effective_chat
    if chat is not None and chat.type != Chat.PRIVATE:
        member = update.my_chat_member
        return None if member and member.new_chat_member.status in GONE else Leave(chat.id)
    if update.callback_query:
        return _tapped(update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None or (message.from_user and message.from_user.is_bot):
        return None
    if update.edited_message:
        return _edited(update.update_id, message)
    return None if filters.StatusUpdate.ALL.check_update(update) else _said(update.update_id, message)


def _are(kind: type, *values: object) -> None:
    """
    Telegram's client takes an update as it comes. Raises TypeError for what is of another kind, or no number that can be kept.
    """
    for value in values:
        if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, int) and abs(value) >= BIGGEST):
            raise TypeError


def _tapped(update: int, query: CallbackQuery) -> Heard | None:
    if query.from_user.is_bot:
        return None
    message = query.message
    # A private chat has the number of its person.
    chat = message.chat.id if message else query.from_user.id
    return Heard(update, chat, tap=Tap(query.id, message.message_id if message else None, query.data or ""))


def _said(update: int, message: Message) -> Heard:
    if message.text:
        return Heard(update, message.chat.id, message.text, _command(message.text))
    notice = next((name for kind, name in NOTICES.items() if getattr(message, kind)), "telegram_other")
    return Heard(update, message.chat.id, message.caption or "", notice=notice, album=bool(message.media_group_id))


def _edited(update: int, message: Message) -> Heard | None:
    # A shared place that moves, say, is an edit without words.
    text = message.text or message.caption
    if not text:
        return None
    command = _command(text)
    return Heard(update, message.chat.id, text, command, None if command else "telegram_edited")


def _command(text: str) -> str | None:
    first = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    name = first[1:].partition("@")[0].lower()
    return name if name in COMMANDS else None
