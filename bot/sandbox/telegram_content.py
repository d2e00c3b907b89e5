"""What a Telegram message holds: text or caption, photo, buttons, preview; checked as Telegram does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.model import Unit
from bot.sandbox.elsewhere import fetch
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Button, Card, Ledger, Mark, Photo
from bot.sandbox.telegram_call import Call
from bot.sandbox.telegram_html import parse_html
from bot.sandbox.telegram_rich import read_article
from bot.sandbox.telegram_text import (
    Refusal,
    check_link,
    read_marks,
    settle,
    write_entities,
)
from bot.text.length import measure

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_PHOTO_BY_URL = 5 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
MAX_BUTTONS = 100
MAX_BUTTONS_A_ROW = 8
MAX_CALLBACK = 64

_FILE_ID = "AgACAgIAAxkB"
_SIDES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280), ("w", 2560))
"""Longest side of the sizes that Telegram makes of a photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message shows; two equal ones are "not modified"."""

    text: str
    marks: tuple[Mark, ...] = ()
    photo: Photo | None = None
    rows: tuple[tuple[Button, ...], ...] = ()
    preview: Mapping[str, Any] = field(default_factory=dict)
    is_caption_above: bool = False
    has_spoiler: bool = False
    figures: tuple[Photo, ...] = ()
    is_rich: bool = False

    @property
    def card(self) -> Card | None:
        """The preview that clients show; a size counts only together with a URL of its own."""
        if self.photo or self.is_rich or self.preview.get("is_disabled"):
            return None
        url = self.preview.get("url") or next((m.url for m in self.marks if m.url), "")
        large = bool(self.preview.get("url") and self.preview.get("prefer_large_media"))
        above = bool(self.preview.get("show_above_text"))
        return Card(url=url, large=large, above=above) if url else None

    def wire(self) -> dict[str, object]:
        """Give the fields of a Bot API Message that show this."""
        if self.is_rich:
            return {"rich_message": {"blocks": [*self._blocks()]}, **self._markup()}
        entities = write_entities(self.text, self.marks)
        named = ("caption", "caption_entities") if self.photo else ("text", "entities")
        fields: dict[str, object] = {
            named[0]: self.text,
            named[1]: entities,
            "photo": _sizes(self.photo) if self.photo else None,
            "link_preview_options": dict(self.preview),
            "show_caption_above_media": self.is_caption_above,
            "has_media_spoiler": self.has_spoiler,
        }
        return {name: value for name, value in fields.items() if value} | self._markup()

    def _markup(self) -> dict[str, object]:
        rows = [[_button(button) for button in row] for row in self.rows]
        return {"reply_markup": {"inline_keyboard": rows}} if rows else {}

    def _blocks(self) -> Iterator[dict[str, object]]:
        """Give the blocks of a rich message, their text without its marks."""
        for text in self.text.split("\n\n"):
            yield {"type": "paragraph", "text": text}
        for photo in self.figures:
            caption = {"text": photo.caption}
            yield {"type": "photo", "photo": _sizes(photo), "caption": caption}


def _button(button: Button) -> dict[str, str]:
    action = {"url": button.url} if button.url else {"callback_data": button.callback}
    return {"text": button.label} | action


def _sizes(photo: Photo) -> list[dict[str, object]]:
    sizes = []
    longest = max(photo.width, photo.height)
    for letter, side in _SIDES:
        scale = min(1, side / longest)
        sizes.append(
            {
                "file_id": _FILE_ID + letter + photo.key,
                "file_unique_id": "AQAD" + letter + photo.key[:12],
                "width": max(1, round(photo.width * scale)),
                "height": max(1, round(photo.height * scale)),
            }
        )
        if side >= longest:
            break
    return sizes


def read_text(
    values: Mapping[str, Any], name: str = "text", entities: str = "entities"
) -> tuple[str, tuple[Mark, ...]]:
    """Read a text, or a caption, with its markup; the limit counts after parsing."""
    text = values.get(name, "")
    mode = values.get("parse_mode", "").lower()
    if mode not in {"", "html"}:
        raise Refusal("unsupported parse_mode")
    given = read_marks(text, values.get(entities, []) if not mode else [])
    text, marks = settle(*parse_html(text)) if mode else settle(text, given)
    limit, what = (MAX_TEXT, "message") if name == "text" else (MAX_CAPTION, "message caption")
    if measure(text, Unit.UTF16) > limit:
        raise Refusal(f"{what} is too long")
    if not text and name == "text":
        raise Refusal("text must be non-empty" if values.get(name) else "message text is empty")
    return text, marks


def read_preview(values: Mapping[str, Any]) -> dict[str, Any]:
    preview: dict[str, Any] = values.get("link_preview_options", {})
    if preview.get("url"):
        try:
            check_link(preview["url"], "")
        except Refusal:
            raise Refusal("WEBPAGE_URL_INVALID") from None
    return preview


def read_rows(values: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """Read an inline keyboard."""
    rows = values.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    is_wide = any(len(row) > MAX_BUTTONS_A_ROW for row in rows)
    if is_wide or sum(len(row) for row in rows) > MAX_BUTTONS:
        raise Refusal("reply markup is too long")
    return tuple(tuple(_read_button(button) for button in row) for row in rows if row)


def _read_button(button: Mapping[str, str]) -> Button:
    url, callback = button.get("url", ""), button.get("callback_data", "")
    if not button["text"].strip():
        raise Refusal("inline keyboard button text is empty")
    if not url and not callback:
        raise Refusal(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if url:
        url = check_link(url, "inline keyboard button URL")
        return Button(label=button["text"], url=url)
    if len(callback.encode()) > MAX_CALLBACK:
        raise Refusal("BUTTON_DATA_INVALID")
    return Button(label=button["text"], callback=callback)


async def read_photo(given: str, files: Mapping[str, bytes], ledger: Ledger) -> Photo:
    """Find a photo in an upload (`files`), at a URL or by the file_id of an earlier one."""
    name = given.removeprefix("attach://")
    if name in files:
        return keep_photo(files[name], ledger)
    if given.startswith(("http://", "https://")):
        return keep_photo(await _fetch(given), ledger)
    known = ledger.picture(given.removeprefix(_FILE_ID)[1:])
    if known is None:
        raise Refusal("wrong file identifier/HTTP URL specified")
    return keep_photo(known[1], ledger)


def keep_photo(data: bytes, ledger: Ledger) -> Photo:
    """Check bytes as a photo and keep them."""
    if not data:
        raise Refusal("file must be non-empty")
    if len(data) > MAX_PHOTO:
        raise Refusal(
            f"file of size {len(data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes"
        )
    seen = sniff(data)
    if seen is None:
        raise Refusal("IMAGE_PROCESS_FAILED")
    sides = sorted((seen.width, seen.height))
    if sum(sides) > MAX_SIDES or sides[1] > MAX_RATIO * sides[0]:
        raise Refusal("PHOTO_INVALID_DIMENSIONS")
    key = ledger.keep(data, seen.mime)
    return Photo(key=key, mime=seen.mime, size=len(data), width=seen.width, height=seen.height)


async def _fetch(url: str) -> bytes:
    data, kind = await fetch(url, MAX_PHOTO_BY_URL)
    if not data:
        raise Refusal("failed to get HTTP URL content")
    if not kind.startswith("image/"):
        raise Refusal("wrong type of the web page content")
    return data


async def read_content(call: Call, ledger: Ledger, before: Content | None = None) -> Content:
    """Read what a message is to hold; an edit keeps of `before` what its method cannot change."""
    values, rows = call.values, read_rows(call.values)
    if "rich_message" in values:
        return replace(await read_rich(values["rich_message"], ledger), rows=rows)
    if call.method in {"sendMessage", "editMessageText"}:
        text, marks = read_text(values)
        return Content(text=text, marks=marks, rows=rows, preview=read_preview(values))
    if before and call.method == "editMessageReplyMarkup":
        return replace(before, rows=rows)
    if before and call.method == "editMessageCaption":
        captioned = replace(_captioned(values), has_spoiler=before.has_spoiler)
        return replace(captioned, photo=before.photo, rows=rows)
    if call.method == "sendPhoto":
        # why: an upload comes as a part named like the parameter, which then has no value
        values = {"media": values | {"media": values.get("photo", "photo")}}
    return replace(await read_item(values["media"], call, ledger), rows=rows)


async def read_rich(message: Mapping[str, Any], ledger: Ledger) -> Content:
    """Read a rich message; its pictures are fetched from their addresses."""
    article, figures = read_article(message), []
    for figure in article.figures:
        photo = keep_photo(await _fetch(figure.url), ledger)
        under = " ".join(filter(None, (figure.caption, figure.credit)))
        figures.append(replace(photo, caption=under))
    text, marks = article.text, article.marks
    if not message.get("skip_entity_detection"):
        text, marks = settle(text, marks)
    return Content(text=text, marks=marks, figures=tuple(figures), is_rich=True)


async def read_item(item: Mapping[str, Any], call: Call, ledger: Ledger) -> Content:
    """Read a photo with its caption."""
    if item.get("type", "photo") != "photo":
        raise Refusal("can't use the media of the specified type in the album")
    photo = await read_photo(item["media"], call.files, ledger)
    return replace(_captioned(item), photo=photo)


def _captioned(item: Mapping[str, Any]) -> Content:
    text, marks = read_text(item, "caption", "caption_entities")
    return Content(
        text=text,
        marks=marks,
        is_caption_above=item.get("show_caption_above_media", False),
        has_spoiler=item.get("has_spoiler", False),
    )
