"""What may be written in the configuration file as a whole.

Platforms bring their own keys as `Options`, kinds of source their names and what they take:
neither this file nor `sections.py` knows any.
"""

import inspect
from collections.abc import Mapping
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, cast

from pydantic import Field, create_model

from bot.ports import Platform, Secret, Source
from bot.settings.reading import SiteSection, TestSection
from bot.settings.section import Section
from bot.settings.sections import (
    SOME,
    AlertsSection,
    ConsoleSection,
    DestinationSection,
    LinkedPage,
    Posting,
    PublisherSection,
    RouteSection,
    SourceSection,
)
from bot.settings.summary import SummarySection
from bot.settings.values import Database, WebAddress


class File(Section):
    """Herald's configuration."""

    version: Literal[1] = Field(description="The version of this format.")
    database: Database = Field("sqlite:///var/herald.db", description="What Herald remembers.")
    database_password: Secret | None = Field(
        None, description="PostgreSQL's password: env:NAME or file:PATH."
    )
    publisher: PublisherSection = Field(description="Whose articles these are.")
    sources: tuple[SourceSection, ...]
    destinations: tuple[DestinationSection, ...]
    routes: Annotated[tuple[RouteSection, ...], SOME] | None = Field(
        None, description="Which articles go where; left out: every article everywhere."
    )
    posting: Posting = Field(Posting.model_construct(), description="How posts are made.")
    summary: SummarySection = Field(
        SummarySection.model_construct(), description="How articles are shortened."
    )
    console: ConsoleSection | None = Field(None, description="The operator's pages.")
    alerts: AlertsSection | None = Field(
        None, description="The operators' chat, in which each alert is told once."
    )
    sites: tuple[SiteSection, ...] = Field((), description="How single sites are read.")
    tests: tuple[TestSection, ...] = Field(
        (), description="Saved articles, and what is expected of them."
    )


def file_model(
    platforms: Mapping[str, type[Platform]], kinds: Mapping[str, type[Source]]
) -> type[File]:
    """Make the model of the whole file out of the platforms and kinds of source there are."""
    return _file_model(tuple(sorted(platforms.items())), tuple(sorted(kinds.items())))


@cache  # why: what two loads of one file give must be equal, down to its types
def _file_model(
    platforms: tuple[tuple[str, type[Platform]], ...], kinds: tuple[tuple[str, type[Source]], ...]
) -> type[File]:
    sections: dict[str, Any] = {
        "sources": (
            Annotated[tuple[_source(kinds), ...], SOME],  # type: ignore[misc]  # why: run time
            Field(description="Where articles are learned of."),
        ),
        "destinations": (
            tuple[_destination(platforms), ...],  # type: ignore[misc]  # why: run time
            Field(description="Where articles are posted."),
        ),
    }
    return create_model("Configuration", __base__=File, **sections)


def json_schema(
    platforms: Mapping[str, type[Platform]], kinds: Mapping[str, type[Source]]
) -> dict[str, Any]:
    """Describe the file for editors, as JSON Schema."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **file_model(platforms, kinds).model_json_schema()}


def _source(kinds: tuple[tuple[str, type[Source]], ...]) -> type[SourceSection]:
    fields: dict[str, Any] = {
        kind: (
            (LinkedPage if source.takes_links else WebAddress) | None,
            Field(None, description=_first_line(source)),
        )
        for kind, source in kinds
    }
    model = create_model("Source", __base__=SourceSection, **fields)
    model.kinds = tuple(kind for kind, _ in kinds)
    return model


def _first_line(source: type[Source]) -> str:
    return (inspect.getdoc(source) or "").partition("\n")[0]


def _destination(platforms: tuple[tuple[str, type[Platform]], ...]) -> Any:
    models = [_options(*platform) for platform in platforms]
    if len(models) == 1:
        return models[0]
    return Annotated[reduce(or_, models), Field(discriminator="platform")]


@cache  # why: alike, whichever other platforms a file names
def _options(name: str, platform: type[Platform]) -> type[DestinationSection]:
    fields: dict[str, Any] = {
        "platform": (Literal[name], Field(description="The platform's name."))
    }
    bases: Any = (DestinationSection, platform.options)
    model = create_model(f"{name.title()}Destination", __base__=bases, **fields)
    return cast(type[DestinationSection], model)
