"""The emulator over HTTP: calls of the bot, long polling, webhook, files."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram_emulator.faults import Fault, Flood
from tests.telegram_emulator.methods import METHODS, SENDING
from tests.telegram_emulator.people import Group, Person
from tests.telegram_emulator.refusal import Refusal
from tests.telegram_emulator.world import BOT, TOKEN, Call, Json, World

_WEBHOOK_PAUSE = 0.05  # seconds between tries; Telegram itself is less hurried


class LoopbackServer(uvicorn.Server):
    """uvicorn inside a test's own loop: up and down without looking at a clock."""

    def __init__(self, app: Starlette) -> None:
        config = uvicorn.Config(app, log_level="error", lifespan="off", ws="none", access_log=False, timeout_graceful_shutdown=1)
        super().__init__(config)
        self._running, self._stop = asyncio.Event(), asyncio.Event()

    async def main_loop(self) -> None:
        self._running.set()
        await self._stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:  # Ctrl-C belongs to pytest
        yield

    async def open(self, listener: socket.socket) -> None:
        self._task = asyncio.create_task(self.serve(sockets=[listener]))
        await self._running.wait()

    async def close(self) -> None:
        self._stop.set()
        await self._task


class Emulator:
    token = TOKEN
    bot = BOT

    def __init__(self, *, flood: bool = False) -> None:
        self.world = World()
        if flood:
            self.world.flood = Flood()
        # named as TCP, or asyncio leaves out TCP_NODELAY and every answer takes 40 ms
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def person(self, name: str, language_code: str = "zh-hans", *, started: bool = True) -> Person:
        return Person.new(self.world, name, language_code, started=started)

    def group(self, title: str, *members: Person, topics: tuple[int, ...] = ()) -> Group:
        return Group.new(self.world, title, members, topics)

    def fails(self, method: str, code: int = 0, **more: Any) -> Fault:
        return self.world.faults.add(Fault(method, code, **more))

    async def __aenter__(self) -> Emulator:
        self._socket.bind(("127.0.0.1", 0))
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{folder}/{name}", self._file),
        ]
        self._server = LoopbackServer(Starlette(routes=routes))
        await self._server.open(self._socket)
        self._webhook = asyncio.create_task(self._deliver_to_webhook())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.closing.set()
        await self.world.changed()
        self._webhook.cancel()
        await asyncio.gather(self._webhook, return_exceptions=True)
        await self._server.close()
        self._socket.close()

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            if request.path_params["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            params = await _params(request)
            fault = self.world.faults.take(method, str(params.get("chat_id", "")))
            if fault is not None and not fault.done_first and (answer := await self._failed(fault, request)):
                return answer
            result = await self._result(method, params)
            if fault is not None and fault.done_first and (answer := await self._failed(fault, request)):
                return answer
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.code)
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            await self.world.changed()
        return JSONResponse({"ok": True, "result": result})

    async def _result(self, method: str, params: Json) -> Any:
        if method == "getUpdates":
            return await self._updates(params)
        if method not in METHODS:
            raise Refusal(404, "Not Found")
        self.world.calls.append(Call(method, params, self.world.now()))
        if self.world.flood and method in SENDING:
            self.world.flood.check(int(params.get("chat_id", 0)), self.world.now())
        return METHODS[method](self.world, params)

    async def _failed(self, fault: Fault, request: Request) -> Response | None:
        if fault.hold is not None:
            await fault.hold.wait()
        if refusal := fault.refusal():
            raise refusal
        if fault.hold is not None:
            return None
        request.receive.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's request cycle
        return Response(status_code=500)

    async def _updates(self, params: Json) -> list[Json]:
        """Long polling: answers as soon as there is something, at the latest after `timeout` seconds."""
        world = self.world
        if world.webhook.url:
            raise Refusal(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        offset = int(params.get("offset") or 0)
        world.confirmed = max(world.confirmed, offset)
        world.updates = [u for u in world.updates if u["update_id"] >= offset]
        if params.get("allowed_updates"):
            world.allowed = json.loads(params["allowed_updates"])
        world.poll_number += 1
        mine = world.poll_number
        await world.changed()

        def ready() -> bool:
            return bool(world.updates) or world.poll_number != mine or world.closing.is_set() or bool(world.webhook.url)

        with contextlib.suppress(TimeoutError):
            await world.until(ready, float(params.get("timeout") or 0.001))
        if world.poll_number != mine:
            raise Refusal(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        return world.updates[: int(params.get("limit") or 100)]

    async def _deliver_to_webhook(self) -> None:
        """In order, again and again until the address answers 2xx."""
        world = self.world
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            while True:
                await world.until(lambda: world.webhook.url and world.updates, 10**6)
                update = world.updates[0]
                headers = {"X-Telegram-Bot-Api-Secret-Token": world.webhook.secret} if world.webhook.secret else {}
                try:
                    status = (await client.post(world.webhook.url, json=update, headers=headers)).status_code
                except httpx.HTTPError as error:
                    world.webhook.last_error, status = type(error).__name__, 0
                if 200 <= status < 300:
                    world.updates.remove(update)
                    world.webhook.delivered += 1
                    await world.changed()
                else:
                    world.webhook.last_error = world.webhook.last_error if not status else f"Wrong response from the webhook: {status}"
                    await world.changed()
                    await asyncio.sleep(_WEBHOOK_PAUSE)

    async def _file(self, request: Request) -> Response:
        found = self.world.files.get(request.path_params["name"])
        if found is None or request.path_params["token"] != TOKEN:
            return Response(status_code=404)
        return Response(found[1], media_type="application/octet-stream")


async def _params(request: Request) -> Json:
    """Query, form, JSON and files; a file as (name, content)."""
    params: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        sent: Json = await request.json()
        return params | sent
    async with request.form() as form:
        for name, value in form.multi_items():
            params[name] = (value.filename or "", await value.read()) if isinstance(value, UploadFile) else value
    return params
