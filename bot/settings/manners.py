"""How a destination behaves, as the file says it."""

from bot.manner import Act, Breaking, Budget, Craft, Follows, Prices, Quiet, Template
from bot.ports import Capabilities, ways
from bot.rules import Pace
from bot.settings import section as written
from bot.settings.sections import DestinationSection, Manner, Posting
from bot.settings.values import DAY, quiet_hours, seconds
from bot.text.keywords import GRAVE


def spacing_of(manner: Manner) -> tuple[Pace, ...]:
    paces: tuple[Pace, ...] = ()
    if manner.spacing and seconds(manner.spacing):
        paces += (Pace(count=1, seconds=seconds(manner.spacing)),)
    if manner.per_day:
        paces += (Pace(count=manner.per_day, seconds=DAY),)
    return paces


def quiet_of(manner: Manner) -> Quiet | None:
    hours = quiet_hours(manner.quiet_hours or "off")
    if hours is None:
        return None
    return Quiet(start=hours[0], end=hours[1], is_silent=manner.quiet == "silent")


def grave_of(manner: Manner) -> tuple[str, ...]:
    return GRAVE if manner.no_hashtags is None else manner.no_hashtags


def craft_of(manner: Manner) -> Craft:
    utm = manner.utm.model_dump(exclude_none=True) if manner.utm else {}
    return Craft(
        templates=tuple(
            Template(text=one.text, sections=one.when.section, languages=one.when.language)
            for one in manner.template or ()
        ),
        utm=tuple(utm.items()),
        lock=manner.paywall_mark is not False,
        pictures=1 if manner.image is None else int(manner.image) or 1,
        thread=manner.thread or 0,
        link_in_reply=manner.link_style == "reply",
    )


def breaking_of(manner: Manner) -> Breaking:
    section = manner.breaking or written.Breaking.model_construct()
    return Breaking(
        keywords=section.keywords, sections=section.sections, max_age=seconds(section.max_age)
    )


def budget_of(section: written.Budget | None) -> Budget:
    if section is None:
        return Budget()
    return Budget(
        usd_per_day=section.usd_per_day,
        usd_per_month=section.usd_per_month,
        drops_link=section.when_spent == "text_without_link",
    )


def prices_of(section: written.Prices | None) -> Prices:
    return Prices(**section.model_dump()) if section else Prices()


def follows_of(own: DestinationSection, general: Posting, can: Capabilities) -> Follows:
    """Say how posts follow their article; the destination's own word goes before `posting`'s."""
    correction = own.correction or (general.correction or {}).get(own.platform)
    retraction = own.retraction or (general.retraction or {}).get(own.platform)
    return ways(can, correction and Act(correction), retraction and Act(retraction))
