"""What a Slack message holds, checked as Slack checks it, and what readers see of it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.sandbox.ledger import Mark

LONGEST_TEXT, MOST_BLOCKS, LONGEST_BLOCKS = 40_000, 50, 13_000
_KINDS = {"bold": "bold", "italic": "italic", "strike": "strikethrough", "code": "code"}

Address = Annotated[str, StringConstraints(pattern=r"^https?://", max_length=3000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Look(_Strict):
    """How a stretch of text looks."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False


class Element(_Strict):
    """A stretch of text, a link, or somebody who is called."""

    type: Literal["text", "link", "user", "usergroup", "channel", "broadcast", "emoji"]
    text: Annotated[str, Field(min_length=1)] | None = None
    url: Address | None = None
    style: Look = Look()
    user_id: str = ""
    range: str = ""
    name: str = ""


class Section(_Strict):
    """Stretches that follow each other."""

    type: Literal["rich_text_section"]
    elements: list[Element]


class RichText(_Strict):
    """Text in which only elements are marks."""

    type: Literal["rich_text"]
    elements: list[Section]


class FileRef(_Strict):
    """A file that was uploaded."""

    id: str


class Picture(_Strict):
    """A picture: at its own address, or a file that was uploaded."""

    type: Literal["image"]
    image_url: Address | None = None
    slack_file: FileRef | None = None
    alt_text: Annotated[str, Field(min_length=1, max_length=2000)]

    @model_validator(mode="after")
    def _is_at_one_place(self) -> Self:
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("either image_url or slack_file")
        return self


class Metadata(_Strict):
    """What apps know of a message, and readers do not see."""

    event_type: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]{1,255}$")]
    event_payload: dict[str, Any]


class Message(_Strict):
    """The body of chat.postMessage and chat.update."""

    channel: str
    text: str = ""
    blocks: list[Annotated[RichText | Picture, Field(discriminator="type")]] = []
    parse: Literal["none", "full"] = "none"
    link_names: bool = False
    unfurl_links: bool = True
    unfurl_media: bool = True
    metadata: Metadata | None = None
    thread_ts: str = ""
    reply_broadcast: bool = False
    ts: str = ""


def read(blocks: Sequence[RichText | Picture]) -> tuple[str, tuple[Mark, ...]]:
    """Give what readers see of the text in blocks, and its marks."""
    text, marks = "", list[Mark]()
    for block in blocks:
        for section in block.elements if isinstance(block, RichText) else ():
            for element in section.elements:
                words = element.text or element.url or element.name
                looks = element.style.model_dump().items()
                kinds = [_KINDS[name] for name, is_so in looks if is_so]
                if element.type != "text":
                    kinds.insert(0, "text_link" if element.type == "link" else "mention")
                start, end = len(text), len(text) + len(words)
                for kind in kinds:
                    url = element.url or "" if kind == "text_link" else ""
                    marks.append(Mark(start=start, end=end, kind=kind, url=url))
                text += words
    return text, tuple(marks)
