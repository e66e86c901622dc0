"""Starlette's words that rooms above use: routes and plain answers, under one roof."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

Endpoint = Callable[[Request], Awaitable[Response]]

__all__ = [
    "BaseRoute",
    "Endpoint",
    "JSONResponse",
    "PlainTextResponse",
    "Request",
    "Response",
    "Route",
    "Starlette",
]
