"""How articles become sentences: what may be written of it, and what it means."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from bot.ports import Model, Secret
from bot.settings.section import Section
from bot.settings.values import Duration, WebAddress, seconds, within

Price = Annotated[float, Field(ge=0)]


class TokenPrice(Section):
    """What the endpoint takes, where it does not say itself what an answer cost."""

    input: Price = Field(0.0, description="US dollars a million tokens of a question.")
    output: Price = Field(0.0, description="US dollars a million tokens of an answer.")


class SummarySection(Section):
    """How an article becomes two sentences."""

    mode: Literal["extractive", "select", "rewrite"] | None = Field(
        None,
        description=(
            "extractive: the article's own sentences; select: those of them that a model chooses,"
            " the default where one is given; rewrite: a model's words, checked against the article."
        ),
    )
    max_sentences: Annotated[int, Field(strict=True, ge=0, le=10)] = Field(
        2, description="At most so many sentences."
    )
    base_url: WebAddress | None = Field(
        None, description="An OpenAI-compatible endpoint, like http://127.0.0.1:11434/v1."
    )
    model: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="The model's name there."
    )
    api_key: Secret | None = Field(None, description="The endpoint's key: env:NAME or file:PATH.")
    timeout: Annotated[Duration, within("1s", "2m")] = Field(
        "20s", description="How long an answer may take; then the article's own sentences serve."
    )
    max_tokens: Annotated[int, Field(strict=True, ge=16, le=100_000)] = Field(
        1000, description="At most so many tokens in an answer; models that think need more."
    )
    unattended: bool = Field(
        default=False, description="Let what a model wrote go out without a person's approval."
    )
    price: TokenPrice = Field(
        TokenPrice.model_construct(), description="What the endpoint takes, for the record."
    )

    @model_validator(mode="after")
    def _knows_whom_to_ask(self) -> Self:
        given = {"base_url": self.base_url, "model": self.model}
        missing = [name for name, value in given.items() if not value]
        if self.mode in {"select", "rewrite"} and missing:
            raise ValueError(f"{self.mode} needs {' and '.join(missing)}")
        if self.mode is None and len(missing) == 1:
            raise ValueError(f"a model needs {missing[0]} too")
        if self.api_key and self.base_url and not _may_carry_a_key(self.base_url):
            raise ValueError("api_key would go unencrypted: base_url must begin with https://")
        return self

    def asked(self) -> Model | None:
        """Say which model is to be asked, with the reference to its key; None: nobody is."""
        mode = self.mode or "select"
        if mode == "extractive" or not self.base_url or not self.model:
            return None
        return Model(
            mode=mode,
            base_url=self.base_url.rstrip("/"),
            name=self.model,
            key=self.api_key or "",
            max_sentences=self.max_sentences,
            patience=seconds(self.timeout),
            max_tokens=self.max_tokens,
            price_in=self.price.input,
            price_out=self.price.output,
            needs_approval=mode == "rewrite" and not self.unattended,
        )


def _may_carry_a_key(url: str) -> bool:
    """Whether nobody on the way can read along: encrypted, or to a machine of our own network."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or "." not in host.strip("."):  # "ollama" is one of ours
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.endswith((".local", ".internal", ".lan", ".home.arpa", ".localhost"))
