"""What the configuration would make of what was posted, without posting: replay."""

import json

import pytest

from tests.journeys.conftest import Herald


async def test_a_replay_by_the_same_configuration_differs_in_nothing(herald: Herald) -> None:
    herald.site.add("one", "two")
    await herald.once()
    told = await herald.ask("replay")
    assert [(p["destination"], p["result"], p["problems"]) for p in told["posts"]] == [
        ("telegram", "as it was", []),
        ("x", "as it was", []),
    ] * 2
    assert told["cost_usd"] == told["cost_before_usd"] == pytest.approx(0.4)
    said = await herald("replay", "--since", "1d")
    assert said.out == "4 posts, 4 as they were; $0.400 before, $0.400 now\n"
    herald.both("one", "two")


async def test_a_replay_shows_what_another_configuration_would_change(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    other = json.loads(json.dumps(herald.config))
    telegram, x = other["destinations"]
    other["destinations"] = [x | {"link_style": "none"}, telegram | {"name": "second"}]
    (herald.folder / "other.yaml").write_text(json.dumps(other))
    told = await herald.ask("replay", "--with", "other.yaml")
    results = {p["destination"]: p for p in told["posts"]}
    assert {name: p["result"] for name, p in results.items()} == {
        "x": "differs",
        "second": "new",
        "telegram": "no longer",
    }
    assert "http" in results["x"]["text_before"]
    assert "http" not in results["x"]["text"]
    assert (told["cost_before_usd"], told["cost_usd"]) == (0.2, 0.015)
    said = (await herald("replay", "--with", "other.yaml")).out
    assert said.splitlines()[0].split() == ["result", "destination", "length", "cost", "article"]
    assert said.endswith("3 posts, 0 as they were; $0.200 before, $0.015 now\n")
    herald.both("one")


async def test_a_replay_goes_no_further_back_than_asked(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    assert (await herald.ask("replay", "--since", "1h", later=7200))["posts"] == []
    assert (await herald("replay", "--since", "soon")).code == 64
