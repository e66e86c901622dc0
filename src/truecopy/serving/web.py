"""Starlette's words that rooms above use: routes and plain answers, under one roof."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

__all__ = [
    "BaseRoute",
    "JSONResponse",
    "PlainTextResponse",
    "Request",
    "Response",
    "Route",
    "Starlette",
]
