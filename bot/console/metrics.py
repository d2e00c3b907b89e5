"""Figures for Prometheus, in its text format 0.0.4 (exposition_formats.md of Prometheus)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model import Kind, State
from bot.steps.prompt import name_in
from bot.store import Store
from bot.store.vitals import Delays, Tally

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)
"""Seconds from publication to post; above an hour it is no news."""
ENDS = (State.SENT, State.CANCELLED)
"""States that no delivery leaves: how many are there only ever grows."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: a value under the family's name, with labels and, in histograms, a suffix."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """All samples of one metric; without any, it is said to exist and has no value."""

    name: str
    type: str
    help: str
    samples: Sequence[Sample]


async def collect(store: Store, destinations: Iterable[str]) -> list[Family]:
    """Count; what these destinations have not yet had is there as 0, so that a first one shows."""
    standing = await store.vitals.standing()
    outcomes = [tally for tally in standing if tally.outcome in ENDS]
    outcomes += await store.vitals.setbacks()
    polls = await store.vitals.polls()
    oldest = await store.asking.oldest_due()
    doubts = sum(tally.count for tally in standing if tally.outcome == State.IN_DOUBT)
    names = tuple(destinations)
    return [
        Family(
            "herald_publish_to_post_seconds",
            "histogram",
            "Time from an article's publication to its post.",
            _histogram(await store.vitals.delays(BOUNDS)),
        ),
        Family(
            "herald_deliveries_total",
            "counter",
            "Outcomes of deliveries; one that failed and was tried again may have several.",
            _outcomes(outcomes, names),
        ),
        Family(
            "herald_queue_oldest_due_timestamp_seconds",
            "gauge",
            "Since when the oldest due delivery has been due; no value: nothing is due.",
            [] if oldest is None else [Sample(oldest)],
        ),
        Family(
            "herald_source_last_success_timestamp_seconds",
            "gauge",
            "When a source last answered.",
            [
                Sample(each.last_success, {"source": each.source})
                for each in polls
                if each.last_success is not None
            ],
        ),
        Family(
            "herald_in_doubt",
            "gauge",
            "Deliveries of which nobody knows yet whether they were taken.",
            [Sample(doubts)],
        ),
        Family(
            "herald_alerts",
            "gauge",
            "What a person should know, until it is over.",
            [
                Sample(1, {"topic": alert.topic, "name": alert.name})
                for alert in await store.alerts.standing()
            ],
        ),
        Family(
            "herald_polls_total",
            "counter",
            "How often a source was asked.",
            [
                Sample(count, {"source": each.source, "outcome": outcome})
                for each in polls
                for outcome, count in (("ok", each.answered), ("failed", each.failed))
            ],
        ),
        Family(
            "herald_cost_usd_total",
            "counter",
            "What posts have cost, in US dollars, by the platforms' price lists.",
            _costs(outcomes, names),
        ),
        Family(
            "herald_model_cost_usd_total",
            "counter",
            "What models asked for words have cost, in US dollars.",
            _model_costs(await store.spending.by_model()),
        ),
    ]


def exposition(families: Iterable[Family]) -> str:
    """Write metrics as Prometheus reads them."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {family.help}"
    yield f"# TYPE {family.name} {family.type}"
    for sample in family.samples:
        labels = ",".join(f'{name}="{_escaped(text)}"' for name, text in sample.labels.items())
        shown = f"{{{labels}}}" if labels else ""
        yield f"{family.name}{sample.suffix}{shown} {sample.value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _histogram(delays: Delays) -> list[Sample]:
    bounds = [*map(str, BOUNDS), "+Inf"]
    counts = [*delays.within, delays.count]
    buckets = [
        Sample(count, {"le": bound}, "_bucket")
        for bound, count in zip(bounds, counts, strict=True)
    ]
    return [*buckets, Sample(delays.total, suffix="_sum"), Sample(delays.count, suffix="_count")]


def _outcomes(tallies: Sequence[Tally], destinations: Sequence[str]) -> list[Sample]:
    outcomes = (*ENDS, State.FAILED, State.IN_DOUBT)
    counts = {
        (name, Kind.PUBLISH.value, outcome.value): 0
        for name in destinations
        for outcome in outcomes
    }
    for tally in tallies:
        key = (tally.destination, tally.kind, tally.outcome)
        counts[key] = counts.get(key, 0) + tally.count
    return [
        Sample(count, {"destination": destination, "kind": kind, "outcome": outcome})
        for (destination, kind, outcome), count in counts.items()
    ]


def _costs(tallies: Sequence[Tally], destinations: Sequence[str]) -> list[Sample]:
    costs = dict.fromkeys(destinations, 0.0)
    for tally in tallies:
        costs[tally.destination] = costs.get(tally.destination, 0.0) + tally.cost_usd
    return [Sample(cost, {"destination": name}) for name, cost in costs.items()]


def _model_costs(costs: Mapping[str, float]) -> list[Sample]:
    sums: dict[str, float] = {}
    for asked, cost in costs.items():
        sums[name_in(asked)] = sums.get(name_in(asked), 0.0) + cost
    return [Sample(cost, {"model": name}) for name, cost in sums.items()]
