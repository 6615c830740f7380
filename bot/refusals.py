"""
Refusals: how an error becomes an answer. Always one of the registry, as `{"error": code, "detail": sentence}`, and never a word of
what was sent.
"""

import logging

from asyncpg.exceptions import DataError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from store.database import TROUBLE
from store.errors import InvalidRequest, MethodNotAllowed, NachtlichtError, NoSuchPage, NotNow

logger = logging.getLogger(__name__)

MORE = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "2"}, 503: {"Retry-After": "1"}}


def put_on(app: FastAPI) -> None:
    """
    Let an app answer every error this way.
    """
    app.add_exception_handler(NachtlichtError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for trouble in TROUBLE:
        app.add_exception_handler(trouble, _not_now)
    for kind in (OverflowError, UnicodeEncodeError):
        app.add_exception_handler(kind, _unfit)
    app.add_exception_handler(Exception, _unexpected)


def answer(error: NachtlichtError) -> JSONResponse:
    """
    The answer that an error is.
    """
    return JSONResponse({"error": error.code, "detail": error.detail}, error.status, MORE.get(error.status))


async def _told(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NachtlichtError)
    return answer(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # Names of fields only: what was in them may be a person's words.
    fields = sorted(
        {".".join(str(part) for part in e["loc"][1:] if isinstance(part, str)) for e in error.errors()} - {""}
    )
    return answer(InvalidRequest(f"Dit verzoek klopt niet: {', '.join(fields)}." if fields else None))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return answer(MethodNotAllowed())
    return answer(NoSuchPage() if error.status_code == 404 else InvalidRequest())


async def _not_now(request: Request, error: Exception) -> JSONResponse:
    """
    The database is in trouble, unless it was given a value that no column can hold.
    """
    if isinstance(error, DBAPIError) and isinstance(getattr(error.orig, "__cause__", None), DataError):
        return await _unfit(request, error)
    logger.warning("house.database kind=%s", type(error).__name__)
    return answer(NotNow())


async def _unfit(request: Request, error: Exception) -> JSONResponse:
    """
    A value that nothing can hold (a number beyond all, half a character, no character) is the sender's.
    """
    logger.warning("house.unfit kind=%s", type(error).__name__)
    return answer(InvalidRequest())


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return answer(NachtlichtError())
