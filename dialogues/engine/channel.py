"""
The engine's only door: one turn in, one turn out, for whoever knows the token.

`POST /webhooks/nachtlicht/webhook` takes {"sender", "message", "choice", "slots"} and answers
{"messages": [{"text", "buttons", "custom"}], "slots", "intent", "confidence", "ranking"}. Only a choice, which the house has
resolved itself, may be a command; in typed text a leading slash is taken away. Failures are answered with their kind only.
"""

import hmac
import logging
import os
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from engine import turns
from engine.answers import CORRECTION, corrected, in_the_light_of

logger = logging.getLogger(__name__)
RANKED = 5


class Said(CollectingOutputChannel):
    """
    Collects what the dialogue says, whole.
    """

    @classmethod
    def name(cls) -> Text:
        """
        The channel's name in NLG requests.
        """
        return "nachtlicht"

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """
        Keep one utterance, unsplit.
        """
        kept = {key: message.get(key) for key in ("text", "buttons", "custom") if message.get(key)}
        if kept:
            self.messages.append(kept)


class House(RestInput):
    """
    The channel between house and engine.
    """

    @classmethod
    def name(cls) -> Text:
        """
        The name in the address.
        """
        return "nachtlicht"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "House":
        """
        Made with the token of credentials.yml.
        """
        return cls(str((credentials or {})["token"]))

    def __init__(self, token: Text) -> None:
        self.token = token

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """
        The two routes of the channel.
        """
        routes = Blueprint("nachtlicht_channel", "nachtlicht_channel")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            if not self.knows(request):
                return json({"error": "unauthorized"}, status=401)
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                os._exit(3)  # Rasa serves on without a model that it cannot load; an engine without a model is none
            return json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self.knows(request):
                return json({"error": "unauthorized"}, status=401)
            try:
                return json(await self.turn(request, on_new_message))
            except Exception as error:  # every failure is the house's to handle; its text may hold a person's words
                logger.error("turn failed: %s", type(error).__name__)
                return json({"error": type(error).__name__}, status=500)

        return routes

    def knows(self, request: Request) -> bool:
        """
        Whether a request carries the token.
        """
        shown = request.headers.get("authorization", "")
        return hmac.compare_digest(shown.encode("utf-8", "replace"), ("Bearer " + self.token).encode())

    async def turn(self, request: Request, handle: Callable[[UserMessage], Awaitable[Any]]) -> Dict[Text, Any]:
        """
        Handle one message in the light of the slots it came with.
        """
        asked = request.json
        agent, sender, slots, told = request.app.ctx.agent, asked["sender"], asked.get("slots") or {}, Said()
        parsed = None
        if not asked.get("choice"):
            said, slots["corrected"] = corrected(plain(asked["message"]))
            parsed = in_the_light_of(slots, await agent.parse_message(said)) if said else CORRECTION
        text = parsed["text"] if parsed else asked["message"]
        turns.begin(sender, slots, agent.domain)
        try:
            await handle(UserMessage(text, told, sender, input_channel=self.name(), parse_data=parsed))
        finally:
            tracker = turns.end(sender)
        understood = tracker.latest_message.parse_data if tracker and tracker.latest_message else {}
        intent = understood.get("intent") or {}
        return {
            "messages": told.messages,
            "slots": tracker.current_slot_values() if tracker else {},
            "intent": intent.get("name"),
            "confidence": intent.get("confidence", 0.0),
            "ranking": ranking(understood.get("intent_ranking") or []),
        }


def plain(text: Text) -> Text:
    """
    Typed text, never a command: without leading white space and slashes.
    """
    return text.lstrip("/ \t\r\n\u00a0\u200b\ufeff") or "…"


def ranking(ranked: List[Dict[Text, Any]]) -> List[List[Any]]:
    """
    The likeliest intents as [name, confidence].
    """
    return [[entry["name"], round(float(entry["confidence"]), 4)] for entry in ranked[:RANKED]]
