"""A server of language models as OpenAI documents it, for tests: what is asked is checked and kept.

It refuses as the real ones do: an unknown key, an unknown model, a wish that a model does not know,
too many questions. What it answers is a test's.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Says = Callable[[str], str]
"""What a model says to the text of an article."""


@dataclass(kw_only=True)
class ModelServer:
    """One endpoint with one model; `says` is its answer, or a function of what it is asked.

    `key` is who may ask ("": everybody). `thinks`: it knows `max_completion_tokens` and no
    temperature. `trouble` is what goes wrong with the next questions, one after the other: a status,
    "hang", "reset", or the body that is answered instead; `retry_after` goes with a status.
    """

    says: str | Says = "[1]"
    model: str = "small"
    key: str = ""
    thinks: bool = False
    finish: str = "stop"
    usage: dict[str, Any] = field(
        default_factory=lambda: {"prompt_tokens": 200, "completion_tokens": 8}
    )
    trouble: list[int | str | bytes] = field(default_factory=list)
    retry_after: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def articles(self) -> list[str]:
        """Give the articles that it was asked about, as it got them."""
        return [question["messages"][1]["content"] for question in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        question = await request.json()
        self.asked.append(question)
        match self.trouble.pop(0) if self.trouble else None:
            case "hang":
                await self.closing.wait()
                return web.Response()
            case "reset":
                assert request.transport
                request.transport.abort()
                return web.Response()
            case int(status):
                headers = {"Retry-After": self.retry_after} if self.retry_after else {}
                return _refusal(status, "The engine is overloaded", "overloaded", headers)
            case bytes(body):
                return web.Response(body=body, content_type="application/json")
            case _:
                return self._well(request, question)

    def _well(self, request: web.Request, question: dict[str, Any]) -> web.Response:
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return _refusal(401, f"Incorrect API key provided: {self.key}.", "invalid_api_key")
        if question.get("model") != self.model:
            return _refusal(404, "The model does not exist", "model_not_found")
        roles = [message["role"] for message in question["messages"]]
        if roles != ["system", "user"]:
            return _refusal(400, "messages are wrong", "invalid_request_error")
        for wish in ("max_tokens", "temperature") if self.thinks else ("max_completion_tokens",):
            if wish in question:
                why = f"Unsupported parameter: '{wish}' is not supported with this model."
                return _refusal(400, why, "unsupported_parameter")
        text = question["messages"][1]["content"]
        said = self.says if isinstance(self.says, str) else self.says(text)
        message = {"role": "assistant", "content": said}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        return web.json_response(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "model": self.model,
                "choices": [choice],
                "usage": self.usage,
            }
        )


def _refusal(
    status: int, why: str, code: str, headers: dict[str, str] | None = None
) -> web.Response:
    error = {"message": why, "type": "invalid_request_error", "param": None, "code": code}
    return web.json_response({"error": error}, status=status, headers=headers)


@asynccontextmanager
async def serving(**more: Any) -> AsyncIterator[ModelServer]:
    """Serve a model on a port of this machine."""
    there = ModelServer(**more)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", there.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield there
    finally:
        there.closing.set()
        await runner.cleanup()


def numbered(article: str) -> list[str]:
    """Give the sentences of a question in select mode."""
    return [line.partition("] ")[2] for line in article.splitlines() if line.startswith("[")]


def rewriting(text: str) -> str:
    """Answer as a model that was asked to rewrite."""
    return json.dumps({"summary": text})
