"""Calls of the Bot API as they come in: the methods we know, what they take, of what type.

A compact table of our own; the tests hold it against the machine-readable Bot API. Strict where
Telegram is lenient: a parameter or field that is not listed is refused, so that a typing mistake
shows here and not in the channel.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.forms import read_form
from bot.sandbox.telegram_text import Refusal

_TO_SEND = "disable_notification message_thread_id protect_content reply_parameters"
_CAPTION = "caption parse_mode caption_entities show_caption_above_media"

METHODS = {
    method: tuple(parameters.split())
    for method, parameters in {
        "getMe": "",
        "getUpdates": "offset limit timeout allowed_updates",
        "getChat": "chat_id!",
        "getChatMember": "chat_id! user_id!",
        "getChatMemberCount": "chat_id!",
        "sendMessage": "chat_id! text! parse_mode entities link_preview_options reply_markup "
        + _TO_SEND,
        "sendPhoto": f"chat_id! photo! has_spoiler reply_markup {_CAPTION} {_TO_SEND}",
        "sendRichMessage": f"chat_id! rich_message! reply_markup {_TO_SEND}",
        "sendMediaGroup": f"chat_id! media! {_TO_SEND}",
        "copyMessage": f"chat_id! from_chat_id! message_id! reply_markup {_TO_SEND}",
        "forwardMessage": "chat_id! from_chat_id! message_id! disable_notification "
        "protect_content",
        "editMessageText": "chat_id message_id text parse_mode entities link_preview_options "
        "rich_message reply_markup",
        "editMessageCaption": f"chat_id message_id reply_markup {_CAPTION}",
        "editMessageMedia": "chat_id message_id media! reply_markup",
        "editMessageReplyMarkup": "chat_id message_id reply_markup",
        "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
        "deleteMessage": "chat_id! message_id!",
        "pinChatMessage": "chat_id! message_id! disable_notification",
    }.items()
}
"""Each method's parameters in the Bot API's names; `!` marks what must be there."""

TYPES = {
    "allowed_updates": "str[]",
    "cache_time": "int",
    "callback_query_id": "str",
    "caption": "str",
    "caption_entities": "MessageEntity[]",
    "chat_id": "chat",
    "disable_notification": "bool",
    "entities": "MessageEntity[]",
    "from_chat_id": "chat",
    "has_spoiler": "bool",
    "limit": "int",
    "link_preview_options": "LinkPreviewOptions",
    "message_id": "int",
    "message_thread_id": "int",
    "offset": "int",
    "parse_mode": "str",
    "photo": "file",
    "protect_content": "bool",
    "reply_markup": "InlineKeyboardMarkup",
    "reply_parameters": "ReplyParameters",
    "rich_message": "InputRichMessage",
    "show_alert": "bool",
    "show_caption_above_media": "bool",
    "text": "str",
    "timeout": "int",
    "url": "str",
    "user_id": "int",
}
"""Type of each parameter; `media` is one InputMediaPhoto or, to send an album, several."""

OBJECTS = {
    "MessageEntity": {
        "type!": "str",
        "offset!": "int",
        "length!": "int",
        "url": "str",
        "language": "str",
    },
    "LinkPreviewOptions": {
        "is_disabled": "bool",
        "url": "str",
        "prefer_small_media": "bool",
        "prefer_large_media": "bool",
        "show_above_text": "bool",
    },
    "InlineKeyboardMarkup": {"inline_keyboard!": "InlineKeyboardButton[][]"},
    "InlineKeyboardButton": {"text!": "str", "url": "str", "callback_data": "str"},
    "ReplyParameters": {"message_id!": "int", "allow_sending_without_reply": "bool"},
    "InputRichMessage": {
        "html": "str",
        "markdown": "str",
        "is_rtl": "bool",
        "skip_entity_detection": "bool",
    },
    "InputMediaPhoto": {
        "type!": "str",
        "media!": "str",
        "caption": "str",
        "parse_mode": "str",
        "caption_entities": "MessageEntity[]",
        "show_caption_above_media": "bool",
        "has_spoiler": "bool",
    },
}

_SCALARS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "bool": (bool, "Boolean"),
    "int": (int, "Number"),
    "str": (str, "String"),
    "file": (str, "String"),
    "chat": ((int, str), "String"),
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call, its parameters checked; uploads under the name of their part."""

    method: str
    values: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


async def read_call(request: web.Request) -> Call:
    """Read method and parameters from path, query and body; raise Refusal."""
    wanted = request.match_info["method"].lower()
    method = next((m for m in METHODS if m.lower() == wanted), None)
    if method is None:
        raise Refusal("Not Found", status=404)
    given, files = dict[str, Any](request.query), dict[str, bytes]()
    if request.content_type == "application/json":
        given |= _parse(await request.text(), "the request body")
    else:
        for name, part in (await read_form(request)).items():
            if isinstance(part, str):
                given[name] = part
            else:
                files[name] = part
    return Call(method, _check_parameters(method, given, files), files)


def _check_parameters(
    method: str, given: dict[str, Any], files: dict[str, bytes]
) -> dict[str, Any]:
    known = {name.rstrip("!"): name.endswith("!") for name in METHODS[method]}
    for name, is_required in known.items():
        if is_required and given.get(name, "") == "" and name not in files:
            raise Refusal(_MISSING.get(name, f'parameter "{name}" is required'))
    for name in given:
        if name not in known:
            raise Refusal(f'parameter "{name}" is not known to {method}')
    return {name: _cast(value, kind_of(method, name), name) for name, value in given.items()}


def kind_of(method: str, name: str) -> str:
    """Say of what type a parameter is, in the words of `TYPES`."""
    if name == "media":
        return "InputMediaPhoto[]" if method == "sendMediaGroup" else "InputMediaPhoto"
    return TYPES[name]


def _cast(value: Any, kind: str, name: str) -> Any:
    """Form fields carry everything but text as JSON."""
    if isinstance(value, str) and kind not in {"str", "chat", "file"}:
        value = _parse(value, f'"{name}"')
    _check(value, kind, name)
    return value


def _parse(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(f"can't parse {what} as JSON") from None


def _check(value: Any, kind: str, name: str) -> None:
    if kind.endswith("[]"):
        if not isinstance(value, list):
            raise Refusal(f'field "{name}" must be of type Array')
        for item in value:
            _check(item, kind.removesuffix("[]"), name)
    elif kind in OBJECTS:
        _check_object(value, kind, name)
    else:
        types, word = _SCALARS[kind]
        if not isinstance(value, types) or (kind != "bool" and isinstance(value, bool)):
            raise Refusal(f'field "{name}" must be of type {word}')


def _check_object(value: Any, kind: str, name: str) -> None:
    if not isinstance(value, dict):
        raise Refusal(f'field "{name}" must be of type Object')
    fields = {key.rstrip("!"): (type_, key.endswith("!")) for key, type_ in OBJECTS[kind].items()}
    for key, (_, is_required) in fields.items():
        if is_required and key not in value:
            raise Refusal(f"can't parse {kind}: Can't find field \"{key}\"")
    for key, item in value.items():
        if key not in fields:
            raise Refusal(f'field "{key}" is not known to {kind}')
        _check(item, fields[key][0], key)
