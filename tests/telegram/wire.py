"""
The wire: what a call to the Bot API asks for, and how it can be refused.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.telegram.chat import Json


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
    The parameters of a call, sent as JSON, as a form or in the address.
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    given = {**request.query_params, **dict(parse_qsl((await request.body()).decode()))}
    return {key: _value(key, value) for key, value in given.items()}


def _value(key: str, value: str) -> Any:
    return json.loads(value) if key in ("reply_markup", "entities", "allowed_updates", "show_alert") else value
