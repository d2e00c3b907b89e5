"""What Prometheus reads."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import pytest

from bot.console.metrics import CONTENT_TYPE, Family, Sample, exposition
from bot.errors import InDoubt, Locked, Refused, Throttled
from bot.model import Receipt

NOW = 1_800_000_000.0
Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]
Show = Callable[[str], Awaitable[str]]

SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([^ ]+)')
LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')
ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
TYPES = {
    "herald_publish_to_post_seconds": "histogram",
    "herald_deliveries_total": "counter",
    "herald_queue_oldest_due_timestamp_seconds": "gauge",
    "herald_source_last_success_timestamp_seconds": "gauge",
    "herald_in_doubt": "gauge",
    "herald_alerts": "gauge",
    "herald_polls_total": "counter",
    "herald_cost_usd_total": "counter",
    "herald_model_cost_usd_total": "counter",
}


def parse(text: str) -> tuple[dict[str, str], Figures]:
    """Read the text format 0.0.4: types by name, and values by name and labels."""
    types: dict[str, str] = {}
    figures: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("# "):
            _, word, name, rest = line.split(" ", 3)
            if word == "TYPE":
                types[name] = rest
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        family = next(name for name in reversed(types))
        assert match[1].startswith(family)
        labels = frozenset(
            (name, re.sub(r"\\.", lambda escape: ESCAPES[escape[0]], value))
            for name, value in LABEL.findall(match[2] or "")
        )
        assert (match[1], labels) not in figures, line
        figures[match[1], labels] = float(match[3])
    return types, figures


def figure(figures: Figures, name: str, /, **labels: str) -> float | None:
    return figures.get((name, frozenset(labels.items())))


@pytest.fixture
def scrape(show: Show) -> Callable[[], Awaitable[Figures]]:
    async def scrape() -> Figures:
        types, figures = parse(await show("/metrics"))
        assert types == TYPES
        return figures

    return scrape


Scrape = Callable[[], Awaitable[Figures]]


async def test_the_format_is_named(http: aiohttp.ClientSession) -> None:
    async with http.get("/metrics") as answer:
        assert answer.headers["Content-Type"] == CONTENT_TYPE


async def test_before_anything_happened_counters_are_there_and_times_are_not(
    scrape: Scrape,
) -> None:
    figures = await scrape()
    assert set(figures.values()) == {0}
    names = {name for name, _ in figures}
    assert "herald_queue_oldest_due_timestamp_seconds" not in names
    assert "herald_source_last_success_timestamp_seconds" not in names
    for outcome in ("sent", "cancelled", "failed", "in_doubt"):
        labels = {"destination": "telegram", "kind": "publish", "outcome": outcome}
        assert figure(figures, "herald_deliveries_total", **labels) == 0


@pytest.mark.parametrize(
    ("seconds", "within"),
    [
        (-60, ("1", "+Inf")),
        (1, ("1", "2")),
        (1.5, ("2", "5")),
        (3600, ("3600", "+Inf")),
        (86_400, ("+Inf",)),
    ],
)
async def test_the_time_from_publication_to_post_is_counted(
    newsroom: Any, scrape: Scrape, seconds: float, within: tuple[str, ...]
) -> None:
    await newsroom.publish("a", at=NOW)
    async with newsroom.store.db.tx() as q:  # a feed that dates its articles as it likes
        await q("update delivery set order_at = :at, due_at = 0", at=NOW)
        await q("update lane set ready_at = 0")
    await newsroom.send(Receipt(id="7"), NOW + seconds)
    figures = await scrape()
    buckets = {
        dict(labels)["le"]: count
        for (name, labels), count in figures.items()
        if name == "herald_publish_to_post_seconds_bucket"
    }
    bounds = ["1", "2", "5", "10", "30", "60", "120", "300", "900", "3600", "+Inf"]
    first = bounds.index(within[0])
    assert list(buckets) == bounds
    assert list(buckets.values()) == [0] * first + [2] * (len(bounds) - first)
    assert figure(figures, "herald_publish_to_post_seconds_count") == 2
    assert figure(figures, "herald_publish_to_post_seconds_sum") == 2 * max(seconds, 0)


async def test_outcomes_cost_and_polls_are_counted(newsroom: Any, scrape: Scrape) -> None:
    store = newsroom.store
    await newsroom.publish("a", at=NOW)
    await newsroom.send(Receipt(id="7"), NOW + 1)
    await newsroom.publish("b", at=NOW + 10, to=["telegram"])
    await newsroom.send(Refused("400"), NOW + 11)
    await newsroom.publish("c", at=NOW + 20, to=["telegram"], hold="asked first")
    (held,) = [row.id for row in await store.asking.deliveries() if row.state == "held"]
    await store.deciding.reject(held, NOW + 21)
    await newsroom.publish("d", at=NOW + 30, to=["telegram"])
    await newsroom.send(Throttled("429"), NOW + 31)
    await store.watching.source_failed("main", "502", NOW + 900, NOW + 40)
    await store.watching.source_failed("main", "502", NOW + 900, NOW + 41)
    figures = await scrape()
    counted = {
        (labels["destination"], labels["outcome"]): count
        for (name, pairs), count in figures.items()
        if name == "herald_deliveries_total" and count and (labels := dict(pairs))
    }
    assert counted == {
        ("telegram", "sent"): 1,
        ("x", "sent"): 1,
        ("telegram", "failed"): 1,
        ("telegram", "cancelled"): 1,
    }
    assert figure(figures, "herald_cost_usd_total", destination="telegram") == 0.2
    assert figure(figures, "herald_queue_oldest_due_timestamp_seconds") == NOW + 31
    assert figure(figures, "herald_polls_total", source="main", outcome="ok") == 4
    assert figure(figures, "herald_polls_total", source="main", outcome="failed") == 2
    success = figure(figures, "herald_source_last_success_timestamp_seconds", source="main")
    assert success == NOW + 30


async def test_counters_never_fall(newsroom: Any, scrape: Scrape) -> None:
    await newsroom.publish("a", to=["telegram", "x"])
    telegram, x = await newsroom.claim()
    await newsroom.settle(telegram, InDoubt("reset"))
    await newsroom.settle(x, Refused("400"))
    before = await scrape()
    doubt = {"destination": "telegram", "kind": "publish", "outcome": "in_doubt"}
    failure = {"destination": "x", "kind": "publish", "outcome": "failed"}
    assert figure(before, "herald_in_doubt") == 1
    assert figure(before, "herald_deliveries_total", **doubt) == 1
    assert figure(before, "herald_deliveries_total", **failure) == 1
    await newsroom.store.deciding.resolve(telegram.id, "42", NOW)
    await newsroom.store.deciding.retry(x.id, NOW)
    await newsroom.send(Receipt(id="8"))
    after = await scrape()
    assert figure(after, "herald_in_doubt") == 0
    fallen = [
        key for key, value in before.items() if key[0] != "herald_in_doubt" and after[key] < value
    ]
    assert fallen == []


async def test_a_destination_that_left_the_configuration_is_still_counted(
    newsroom: Any, scrape: Scrape
) -> None:
    await newsroom.publish("a", to=["old place"])
    async with newsroom.store.db.tx() as q:
        await q("update delivery set state = 'sent', sent_at = order_at")
    assert figure(await scrape(), "herald_cost_usd_total", destination="old place") == 0.2


async def test_what_models_cost_is_counted_by_their_names(newsroom: Any, scrape: Scrape) -> None:
    await newsroom.publish("a")
    async with newsroom.store.db.tx() as q:
        for asked, cost in (("select a model:3b 2 v1", 0.25), ("rewrite a model:3b 1 v1", 0.5)):
            await q(
                "insert into wording (article_id, revision, asked_of, decided_at, cost_usd)"
                " select article_id, number, :asked, :now, :cost from revision",
                asked=asked,
                now=NOW,
                cost=cost,
            )
    assert figure(await scrape(), "herald_model_cost_usd_total", model="a model:3b") == 0.75


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", 'a\\"\n\\n"', "{x}", "été", 'a="b",c'])
def test_a_label_is_escaped(name: str) -> None:
    family = Family("herald_in_doubt", "gauge", "Any.", [Sample(3, {"source": name})])
    _, figures = parse(exposition([family]))
    assert figure(figures, "herald_in_doubt", source=name) == 3


async def test_an_alert_is_a_figure_until_it_is_over(newsroom: Any, scrape: Scrape) -> None:
    await newsroom.publish("a", to=["x"])
    await newsroom.send(Locked("401"))
    assert figure(await scrape(), "herald_alerts", topic="locked", name="x") == 1
    await newsroom.store.deciding.resume("x", NOW)
    assert figure(await scrape(), "herald_alerts", topic="locked", name="x") is None
