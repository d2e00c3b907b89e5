"""The names of Telegram's chats and messages. Pure."""

import re
from collections.abc import Iterable
from typing import Any


def place_of(chat: str) -> str:
    """Say where on t.me a chat is; "" for chats and groups, which share their ids."""
    found = re.fullmatch(r"@(.+)|-100(\d{10,})", chat)
    return "" if not found else found[1] or f"c/{found[2]}"


def link_to(place: str, number: int) -> str:
    """Give the address at which readers find a message; "" where nobody does from outside."""
    return f"https://t.me/{place}/{number}" if place else ""


def receipt_of(numbers: Iterable[int], chat: str) -> str:
    """Name messages: "7", "7+8" for an album.

    One of a group "-123:7", since its number is another message's once that is a supergroup.
    """
    group = f"{chat}:" if chat.startswith("-") and not place_of(chat) else ""
    return group + "+".join(map(str, numbers))


def numbers_of(receipt: str) -> list[int]:
    """Give the numbers of the messages that a receipt names."""
    return [int(number) for number in receipt.rpartition(":")[2].split("+")]


def is_in(receipt: str, chat: str) -> bool:
    """Say whether what a receipt names stands in the chat as it is by now."""
    return receipt.rpartition(":")[0] in {"", chat}


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave of the messages in an answer the number and the chat's name, which tell that and where they stand.

    What an answer holds beyond that, or lacks, makes no doubt of a post that has a number.
    """
    result = answer.get("result")
    if isinstance(result, list):
        return answer | {"result": [_bare(each) for each in result]}
    return answer | {"result": _bare(result)} if result else answer


def _bare(result: Any) -> Any:
    if not (isinstance(result, dict) and isinstance(result.get("message_id"), int)):
        return result
    chat = result.get("chat")
    username = chat.get("username") if isinstance(chat, dict) else None
    there = {"id": 0, "type": "channel", "username": username}
    return {"message_id": result["message_id"], "date": 1, "chat": there}
