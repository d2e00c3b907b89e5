"""The base of all sections of the file, and the small ones that stand within others."""

from string import Formatter
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema

from bot.settings.values import Duration


class Section(BaseModel):
    """A part of the file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Breaking(Section):
    """What counts as breaking news."""

    keywords: tuple[str, ...] = Field((), description="Whole words of the headline.")
    sections: tuple[str, ...] = Field((), description="Sections of the publisher.")
    max_age: Duration = Field("1h", description="How long after its publication it is breaking.")


class Budget(Section):
    """What a destination may cost."""

    usd_per_day: Annotated[float, Field(ge=0)] | None = Field(None, description="US dollars.")
    usd_per_month: Annotated[float, Field(ge=0)] | None = Field(None, description="US dollars.")
    when_spent: Literal["text_without_link", "hold"] = Field(
        "hold", description="What happens to further posts."
    )


class Prices(Section):
    """What the platform charges, where that differs from what `herald schema` says."""

    post: Annotated[float, Field(ge=0)] | None = Field(None, description="US dollars a post.")
    with_link: Annotated[float, Field(ge=0)] | None = Field(
        None, description="US dollars a post with a link."
    )
    deleted: Annotated[float, Field(ge=0)] | None = Field(
        None, description="US dollars a post that is taken down."
    )
    read: Annotated[float, Field(ge=0)] | None = Field(
        None, description="US dollars a post that a look-up reads."
    )
    alt_text: Annotated[float, Field(ge=0)] | None = Field(
        None, description="US dollars an alt text of a picture."
    )


def one_is_a_list(written: object) -> object:
    return [written] if isinstance(written, str) else written


Words = Annotated[
    tuple[str, ...],
    BeforeValidator(one_is_a_list),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]


class When(Section):
    """Conditions that an article must all fulfil."""

    section: Words = Field((), description="One of these sections of the publisher.")
    language: Words = Field((), description="One of these languages.")


class TemplateSection(Section):
    """How posts about some articles are laid out."""

    when: When = Field(
        When.model_construct(), description="Which articles; left out: every other one."
    )
    text: str = Field(min_length=1, description="The template.")


def _one_for_all(written: object) -> object:
    return [{"text": written}] if isinstance(written, str) else written


class Or:
    """Says in the schema what else may stand there."""

    def __init__(self, **other: object) -> None:
        self.other = other

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return {"anyOf": [self.other, handler(core)]}


Templates = Annotated[
    tuple[TemplateSection, ...], BeforeValidator(_one_for_all), Or(type="string", minLength=1)
]
"""One for all, or the first of several that is meant for an article."""

FILLED_IN = ("destination", "platform", "section", "language")


def _utm_value(written: str) -> str:
    try:
        names = [name for _, name, *_ in Formatter().parse(written) if name is not None]
    except ValueError:
        names = [written]
    if unknown := [name for name in names if name not in FILLED_IN]:
        known = ", ".join(f"{{{name}}}" for name in FILLED_IN)
        raise ValueError(f"nothing is filled in for {{{unknown[0]}}}; there are: {known}")
    return written


UtmValue = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_utm_value)]


class UtmSection(Section):
    """Parameters of links; {destination}, {platform}, {section}, {language} are filled in."""

    source: UtmValue | None = Field(None, description="utm_source, like {platform}.")
    medium: UtmValue | None = Field(None, description="utm_medium, like social.")
    campaign: UtmValue | None = Field(None, description="utm_campaign.")
    term: UtmValue | None = Field(None, description="utm_term.")
    content: UtmValue | None = Field(None, description="utm_content.")


def _off_is_none_of_it(written: object) -> object:
    return {} if written == "off" else written


Utm = Annotated[UtmSection, BeforeValidator(_off_is_none_of_it), Or(const="off")]
