"""The HTTP clients whose traffic is recorded, each asking in its own way."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import httpx2
import requests
import urllib3

KEY = "sk-0123456789abcdefghij"
BODY = {"prompt": "A kite", "n": 1}
HEADERS = {"Authorization": f"Bearer {KEY}"}


def by_httpx2(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx2."""
    with httpx2.Client() as client:
        return client.post(url, json=body, headers=HEADERS).content


def by_httpx(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx."""
    with httpx.Client() as client:
        return client.post(url, json=body, headers=HEADERS).content


def by_requests(url: str, body: Any = BODY) -> bytes:
    """Ask by requests."""
    return requests.post(url, json=body, headers=HEADERS, timeout=10).content


def by_urllib3(url: str, body: Any = BODY) -> bytes:
    """Ask by urllib3."""
    with urllib3.PoolManager() as pool:
        return bytes(pool.request("POST", url, json=body, headers=HEADERS).data)


def by_async_httpx2(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx2, asynchronously."""

    async def ask() -> bytes:
        async with httpx2.AsyncClient() as client:
            return (await client.post(url, json=body, headers=HEADERS)).content

    return asyncio.run(ask())


def by_async_httpx(url: str, body: Any = BODY) -> bytes:
    """Ask by httpx, asynchronously."""

    async def ask() -> bytes:
        async with httpx.AsyncClient() as client:
            return (await client.post(url, json=body, headers=HEADERS)).content

    return asyncio.run(ask())


def by_aiohttp(url: str, body: Any = BODY) -> bytes:
    """Ask by aiohttp."""

    async def ask() -> bytes:
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=body, headers=HEADERS) as answer,
        ):
            return await answer.read()

    return asyncio.run(ask())


CLIENTS = [
    by_httpx2,
    by_httpx,
    by_requests,
    by_urllib3,
    by_async_httpx2,
    by_async_httpx,
    by_aiohttp,
]
Client = Callable[..., bytes]
