"""Whether the model that words articles answers, and whether its answer can be used."""

from dataclasses import replace

from bot.cli.diagnosis import LOOK, OK, Check, wrong
from bot.errors import ConfigError
from bot.model import Article
from bot.ports import Ask
from bot.settings.settings import Settings
from bot.steps.condense import consult

SAMPLE = Article(
    canonical_url="https://www.example.org/lamps",
    headline="Port Ellery lights its harbour again",
    body=(
        "The town of Port Ellery will spend 1.2 million pounds on 48 lamps for its harbour, the mayor"
        " said on Tuesday.\n\nA storm had broken the last of the old lamps in 2015.\n\n"
        "Fishermen had asked for new ones ever since."
    ),
    language="en",
)
"""A story that nobody published."""


async def answered(settings: Settings, ask: Ask) -> list[Check]:
    """Have the model word a sample article, as it would a real one; nothing where there is none."""
    if settings.model is None:
        return []
    model, what = settings.model, f"model {settings.model.name}"
    try:
        model = replace(model, key=settings.reveal(model.key) if model.key else "")
    except ConfigError:  # said among the secrets
        return []
    found = await consult(SAMPLE, model, ask)
    wording = found.wording
    if found.has_failed:
        return [wrong(what, wording.why, "see to summary.base_url, model and api_key")]
    if wording.why:
        to_do = "posts say the articles' own sentences; another model may do better"
        return [Check(what=what, verdict=LOOK, says=wording.why, to_do=to_do)]
    spent = f"{found.tokens_in} + {found.tokens_out} tokens, ${found.cost_usd:.6f}"
    says = f"{wording.origin}: {' '.join(wording.sentences)} ({spent})"
    return [Check(what=what, verdict=OK, says=says)]
