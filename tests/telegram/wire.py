"""
The wire: what a call to the Bot API asks for, and how it can be refused.
"""

import json
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.telegram.chat import Json

STRUCTURED = ("reply_markup", "entities", "caption_entities", "allowed_updates", "show_alert", "commands")


@dataclass
class Refusal(Exception):
    """
    An answer of the server that is not ok.
    """

    status: int
    description: str
    parameters: Json = field(default_factory=dict)


@dataclass
class Fault:
    """
    One answer that goes wrong, before the deed or after it.
    """

    refusal: Refusal
    after: bool = False


async def parameters(request: Request) -> Json:
    """
    The parameters of a call, sent as JSON, as a form, in parts or in the address. Files are bytes.
    """
    kind, body = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    if kind.startswith("multipart/form-data"):
        return _parts(kind, body)
    given = {**request.query_params, **dict(parse_qsl(body.decode()))}
    return {key: _value(key, value) for key, value in given.items()}


def _parts(kind: str, body: bytes) -> Json:
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    given: Json = {}
    for part in whole.walk():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            given[name] = content if part.get_filename() else _value(name, content.decode())
    # A file may travel under a name of its own, with `attach://` in its place.
    return {
        key: given.get(value.removeprefix("attach://"), value) if isinstance(value, str) else value
        for key, value in given.items()
    }


def _value(key: str, value: str) -> Any:
    return json.loads(value) if key in STRUCTURED else value
