"""How much the JSON API costs beside a bare handler: `python -m tests.benchmarks.api_load [SECONDS]`.

Three servers in processes of their own take turns, five times each: a bare Starlette handler that reads the JSON and returns a ready
reply of the same size; our API over an assistant that returns that reply at once, which is what the goal of 60 % is about; and the whole
product with the real knowledge base and sessions in SQLite. One client, sixteen connections that stay open, one question after another."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.answers.blocks import Reply
from bot.app import assembled
from bot.channels.web.server import web_app
from bot.dialogue.session import Message
from bot.settings import Settings
from tests.channels.web.conftest import healthy

KINDS = ("bare", "api", "whole")
CONNECTIONS, ROUNDS = 16, 5
QUESTIONS = ("老板拖欠工资怎么办", "楼上漏水不肯修", "朋友借钱不还怎么办", "公司不给交社保", "邻居半夜太吵", "网上买的手机是假货")
GOAL = 0.6


class Ready:
    """An assistant that has its reply at hand."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def reply(self, message: Message) -> Reply:
        return self._reply


async def serve(kind: str, folder: Path) -> None:
    """One server, until it is killed. Its address goes to the standard output."""
    settings = Settings(data_dir=folder, requests_per_minute=10**9)
    async with assembled(in_memory=False, settings=settings) as assistant:
        reply = await assistant.reply(Message(channel="api", session="benchmark-session-0001", text=QUESTIONS[0]))
        shown: Any = assistant if kind == "whole" else Ready(reply)
        app = _bare(reply) if kind == "bare" else web_app(shown, healthy, settings=settings)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            print(listening.getsockname()[1], flush=True)
            await uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", access_log=False)).serve([listening])


def _bare(reply: Reply) -> Starlette:
    body = {"ok": True, "session": "x" * 24, "outcome": reply.outcome, "reply": reply.model_dump(mode="json"), "answers": []}

    async def ask(request: Request) -> JSONResponse:
        await request.json()
        return JSONResponse(body)

    return Starlette(routes=[Route("/api/v1/ask", ask, methods=["POST"])])


@contextlib.asynccontextmanager
async def server_process(kind: str, folder: Path) -> AsyncIterator[int]:
    command = [sys.executable, "-m", "tests.benchmarks.api_load", "--serve", kind, str(folder)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


async def asking(port: int, number: int, until: float, times: list[float]) -> None:
    """One person after another on one connection, each with a session of their own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (began := time.perf_counter()) < until:
        body = json.dumps({"question": QUESTIONS[(number + len(times)) % len(QUESTIONS)]}).encode()
        writer.write(b"POST /api/v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        times.append(time.perf_counter() - began)
    writer.close()


async def measured(kind: str, seconds: float, folder: Path) -> tuple[float, list[float]]:
    """Replies a second, and the time of each in ms, sorted."""
    async with server_process(kind, folder) as port:
        await asyncio.gather(*(asking(port, n, time.perf_counter() + 1, []) for n in range(CONNECTIONS)))  # warms up
        times: list[float] = []
        until = time.perf_counter() + seconds
        await asyncio.gather(*(asking(port, n, until, times) for n in range(CONNECTIONS)))
        return len(times) / seconds, sorted(1000 * t for t in times)


async def main(seconds: float) -> int:
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS * ROUNDS:  # in turn: the machine is not always the same
            rate, times = await measured(kind, seconds, Path(folder))
            found[kind].append(rate)
            print(f"{kind:6} {rate:8.0f} a second   p50 {median(times):6.1f} ms   p99 {times[int(len(times) * 0.99)]:6.1f} ms", flush=True)
    bare, api, whole = (median(found[kind]) for kind in KINDS)
    print(f"median of {ROUNDS}: bare {bare:.0f}, api {api:.0f} ({api / bare:.0%}), whole {whole:.0f} a second ({1000 / whole:.1f} ms a question)")
    return 0 if api >= GOAL * bare else 1


if __name__ == "__main__":
    if "--serve" in sys.argv:
        uvloop.run(serve(sys.argv[-2], Path(sys.argv[-1])))
    else:
        sys.exit(uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)))
