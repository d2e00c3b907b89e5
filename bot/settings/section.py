"""The base of all sections of the file, and the small ones that stand within others."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.settings.values import Duration


class Section(BaseModel):
    """A part of the file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
