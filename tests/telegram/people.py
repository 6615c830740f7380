"""
The people at the other side of the Bot API server: someone in a private chat, and a group.

They act at once and wait by event for what they are to see; nobody sleeps for luck.
"""

from typing import Any

from tests.telegram.botapi import BotApi
from tests.telegram.chat import Bubble, Chat, Json

ATTACHMENTS: dict[str, Json] = {
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v1", "duration": 3}},
    "audio": {"audio": {"file_id": "a", "file_unique_id": "a1", "duration": 3}},
    "photo": {"photo": [{"file_id": "f", "file_unique_id": "f1", "width": 9, "height": 9}]},
    "video": {"video": {"file_id": "w", "file_unique_id": "w1", "width": 9, "height": 9, "duration": 3}},
    "video_note": {"video_note": {"file_id": "n", "file_unique_id": "n1", "length": 9, "duration": 3}},
    "animation": {
        "animation": {"file_id": "g", "file_unique_id": "g1", "width": 9, "height": 9, "duration": 3},
        "document": {"file_id": "g", "file_unique_id": "g1"},
    },
    "sticker": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s1",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
            "emoji": "😢",
        }
    },
    "document": {"document": {"file_id": "d", "file_unique_id": "d1"}},
    "location": {"location": {"latitude": 52.1, "longitude": 5.1}},
    "contact": {"contact": {"phone_number": "0612345678", "first_name": "Iemand"}},
    "poll": {
        "poll": {
            "id": "p",
            "question": "Koffie?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "unheard_of": {"hologram": {"file_id": "h"}},
}


class Person:
    """
    Someone with a private chat.
    """

    def __init__(self, api: BotApi, number: int) -> None:
        self._api, self.number = api, number
        self.chat: Chat = api.chat(number)
        self._seen = 0

    async def says(self, text: str, **more: Any) -> Json:
        """
        Send a text; returns the update.
        """
        return await self._sends({"text": text, **more})

    async def shows(self, kind: str, caption: str | None = None, album: str | None = None) -> Json:
        """
        Send something that is no text, one of `ATTACHMENTS`.
        """
        extra = {"caption": caption, "media_group_id": album}
        return await self._sends({**ATTACHMENTS[kind], **{k: v for k, v in extra.items() if v is not None}})

    async def edits(self, update: Json, **change: Any) -> Json:
        """
        Change a message that was sent.
        """
        return await self._api.comes(edited_message={**update["message"], **change, "edit_date": 1_700_000_000})

    async def taps(self, label: str, bubble: Bubble | None = None) -> str:
        """
        Tap a button of the latest message that has it; returns the query's id.
        """
        found = bubble or next(b for b in reversed(self.chat.bubbles) if label in b.labels)
        return await self.forges(found.data(label), found)

    async def forges(self, data: str, bubble: Bubble) -> str:
        """
        Send the data of a button, whoever made it; returns the query's id.
        """
        query = f"q{self._api.number('query')}"
        self._api.answers[query] = None
        message = self._api.message(self.chat, bubble.number) | {"text": bubble.text}
        await self._api.comes(
            callback_query={
                "id": query,
                "from": self._who(),
                "chat_instance": "1",
                "message": message,
                "data": data,
            }
        )
        return query

    async def sees(self) -> Bubble:
        """
        The next message of the bot.
        """
        upto = self._seen + 1
        await self.chat.until(lambda: len(self.chat.bubbles) >= upto, f"message {upto} of the bot")
        self._seen = upto
        return self.chat.bubbles[upto - 1]

    async def answered(self, query: str) -> str | None:
        """
        What came back to a tap: the alert, or None when there was nothing to say.
        """
        await self.chat.until(lambda: self._api.answers[query] is not None, "an answer to the tap")
        return (self._api.answers[query] or {}).get("text")

    def blocks(self, blocked: bool = True) -> None:
        """
        Block the bot, or no longer.
        """
        self.chat.blocked = blocked

    def _who(self) -> Json:
        return {"id": self.number, "is_bot": False, "first_name": "Proefpersoon", "username": "proef"}

    async def _sends(self, content: Json) -> Json:
        self.chat.open = True
        frame = self._api.message(self.chat, self._api.number("message"))
        return await self._api.comes(message=frame | {"from": self._who(), **content})


class Group:
    """
    A group or channel to which the bot was added.
    """

    def __init__(self, api: BotApi, number: int, kind: str = "supergroup") -> None:
        self._api = api
        self.chat = api.chat(number, kind)

    async def hears(self, person: Person, text: str) -> None:
        """
        Someone says something in the group.
        """
        frame = self._api.message(self.chat, self._api.number("message"))
        who = {"id": person.number, "is_bot": False, "first_name": "Proefpersoon"}
        await self._api.comes(message=frame | {"from": who, "text": text})

    async def adds_bot(self) -> None:
        """
        The bot is made a member: all that one hears of a channel.
        """
        bot = {"id": 4242, "is_bot": True, "first_name": "Nachtlicht"}
        frame = self._api.message(self.chat, 1)
        await self._api.comes(
            my_chat_member={
                "chat": frame["chat"] | {"title": "Buurt"},
                "from": {"id": 5, "is_bot": False, "first_name": "Beheerder"},
                "date": frame["date"],
                "old_chat_member": {"user": bot, "status": "left"},
                "new_chat_member": {"user": bot, "status": "member"},
            }
        )

    async def is_left(self) -> None:
        """
        Wait until the bot has left.
        """
        await self.chat.until(lambda: self.chat.left, "the bot leaves")
