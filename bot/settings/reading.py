"""What may be written of the sites that are read, and of sample articles; and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from bot.page.profile import Profile
from bot.settings.document import Document
from bot.settings.section import Section, Words
from bot.settings.sections import Selectors
from bot.settings.values import Host, Language, Selector, WebAddress

Sites = tuple[Profile, ...]
"""The profiles of the sites that are not read as all others."""


class SiteSection(Section):
    """How the pages of one site are read where Herald errs; `herald preview URL` shows what to say."""

    host: Host = Field(description="The site's host, like www.example.org; hosts below it too.")
    title: Selector = Field("", description="The headline, as a CSS selector.")
    body: Selector = Field("", description="What holds the article's paragraphs.")
    caption: Selector = Field("", description="The words under the lead picture.")
    credit: Selector = Field("", description="Who made the lead picture.")
    drop: Selectors = Field((), description="What is no part of an article, as CSS selectors.")
    furniture: Words = Field((), description="Phrases of lines that are no part of an article.")
    language: Language | None = Field(None, description="The language of the site, like en.")
    hashtags: dict[str, str] = Field(
        {}, description='What a keyword becomes as a hashtag; "" leaves it out.'
    )


class Expectation(Section):
    """What a sample article must give; what is left out may be anything."""

    canonical_url: str | None = Field(None, description="The article's own address.")
    headline: str | None = Field(None, description="The headline.")
    summary: str | None = Field(None, description="The publisher's description.")
    byline: str | None = Field(None, description="The authors.")
    section: str | None = Field(None, description="The part of the paper.")
    language: str | None = Field(None, description="The language, like en.")
    image: str | None = Field(None, description="The address of the picture.")
    alt: str | None = Field(None, description="What the picture shows, for the blind.")
    caption: str | None = Field(None, description="The words under the picture.")
    credit: str | None = Field(None, description="Who made the picture.")
    label: str | None = Field(None, description="opinion, sponsored, or nothing for news.")
    paywalled: bool | None = Field(None, description="Whether one must pay to read on.")
    has: Words = Field((), description="Words that the body must have.")
    lacks: Words = Field((), description="Words that the body must not have.")
    posts: dict[str, str] = Field({}, description="The whole text of a post, by destination.")


class TestSection(Section):
    """A saved article page, and what Herald must make of it; held to that by check."""

    page: str = Field(min_length=1, description="The file with the saved page.")
    url: WebAddress = Field(description="Where the page stands.")
    expect: Expectation = Field(description="What it must give.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A saved page and what is expected of it: by field, by `has.N`, `lacks.N` and `posts.NAME`.

    `where` says where each expectation stands in the file, and where the page itself does ("page").
    """

    page: Path
    url: str
    expected: Mapping[str, str | bool]
    where: Mapping[str, str] = field(default_factory=dict)


def profile(section: SiteSection) -> Profile:
    """Turn what is written of a site into what is meant."""
    return Profile(**{**dict(section), "language": section.language or ""})


def samples(
    sections: tuple[TestSection, ...], document: Document, folder: Path
) -> tuple[Sample, ...]:
    """Turn what is written of sample articles into what is meant; pages stand beside the file."""
    return tuple(
        _sample(section, index, document, folder) for index, section in enumerate(sections)
    )


def _sample(section: TestSection, index: int, document: Document, folder: Path) -> Sample:
    expected: dict[str, str | bool] = {}
    loc = ("tests", index)
    where = {"page": document.where((*loc, "page"))}
    for key in sorted(section.expect.model_fields_set):
        value = getattr(section.expect, key)
        parts = (
            value
            if isinstance(value, dict)
            else dict(enumerate(value))
            if isinstance(value, tuple)
            else None
        )
        for part, wanted in (parts or {None: value}).items():
            name = key if part is None else f"{key}.{part}"
            expected[name] = wanted
            where[name] = document.where(
                (*loc, "expect", *([key] if part is None else [key, part]))
            )
    return Sample(page=folder / section.page, url=section.url, expected=expected, where=where)
