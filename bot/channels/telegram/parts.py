"""
Parts: an entry of the log in the shape of Telegram messages.

No parse mode is used: emphasis travels as entities beside the text, so nothing that anyone wrote can be taken for markup.
Lengths are counted as Telegram counts them, in UTF-16 code units.
"""

from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from store.log import Entry
from store.schema import Sender

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION = int(MessageLimit.CAPTION_LENGTH)
ROW_BUTTONS = 3
ROW_WIDTH = 24
BREAKS = ("\n\n", "\n", ". ", " ")


@dataclass(frozen=True, slots=True)
class Part:
    """
    One message to send: a text, or a picture (to be drawn by `bot.picture`) with a text below it.
    """

    text: str
    emphasis: MessageEntityType | None = None
    keyboard: InlineKeyboardMarkup | None = None
    picture: dict[str, Any] | None = None

    @property
    def entities(self) -> list[MessageEntity]:
        """
        The emphasis, over the whole text.
        """
        return [MessageEntity(self.emphasis, 0, width(self.text))] if self.emphasis else []


def parts(entry: Entry, tag: str) -> list[Part]:
    """
    The messages that say an entry: the helper's name in front, words of the house in italics, a text to edit as a piece that a
    tap copies, a picture with the text that fits below it, and the buttons under the last.
    """
    name = entry.body.get("name")
    text = f"{name}: {entry.text}" if name and entry.sender is Sender.HUMAN else entry.text
    emphasis = MessageEntityType.ITALIC if entry.sender is Sender.SYSTEM else None
    said = [(piece, emphasis) for piece in split(text)]
    said += [(piece, MessageEntityType.CODE) for piece in split(entry.body.get("prefill", ""))]
    picture = entry.body.get("picture")
    if picture and width(text) > CAPTION:
        return [Part("", picture=picture), *_parts(said, keyboard(entry, tag))]
    found = _parts(said, keyboard(entry, tag))
    return [replace(found[0], picture=picture), *found[1:]] if picture and found else found


def _parts(said: list[tuple[str, MessageEntityType | None]], buttons: InlineKeyboardMarkup | None) -> list[Part]:
    return [Part(*one, buttons if n == len(said) - 1 else None) for n, one in enumerate(said)]


def keyboard(entry: Entry, tag: str) -> InlineKeyboardMarkup | None:
    """
    The buttons of an entry: side by side when they are few and short, else one a row. Their data is the choice's id with the
    tag of its conversation.
    """
    choices = entry.choices
    if not choices:
        return None
    buttons = [InlineKeyboardButton(c["label"], callback_data=f"{c['id']}.{tag}") for c in choices]
    short = len(buttons) <= ROW_BUTTONS and sum(len(c["label"]) for c in choices) <= ROW_WIDTH
    return InlineKeyboardMarkup([buttons] if short else [[button] for button in buttons])


def split(text: str, limit: int = LIMIT) -> list[str]:
    """
    A text in pieces of at most `limit` units, cut where a reader would pause; nothing but white space is lost.
    """
    pieces, rest = [], text.strip()
    while rest:
        head = rest[: _fits(rest, limit)]
        if len(head) < len(rest):
            head = head[: _pause(head)]
        if head.strip():
            pieces.append(head.strip())
        rest = rest[len(head) :].lstrip()
    return pieces


def width(text: str) -> int:
    """
    The length of a text in UTF-16 code units.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fits(text: str, limit: int) -> int:
    used = 0
    for n, character in enumerate(text):
        used += width(character)
        if used > limit:
            return n
    return len(text)


def _pause(head: str) -> int:
    ends = (head.rfind(mark) + len(mark) for mark in BREAKS if head.rfind(mark) >= len(head) // 2)
    return next(ends, len(head))
