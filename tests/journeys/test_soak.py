"""Killed by the clock while news comes in, Herald loses and doubles none: a part of `make soak`."""

from tests.journeys.conftest import Herald
from tests.sweep.soak import Soaked, soak

ARTICLES = 200
LEAST_KILLS = 20


async def test_kills_by_the_clock_lose_and_double_nothing(herald: Herald) -> None:
    soaked = await soak(herald, ARTICLES, seed="test")
    assert soaked == Soaked(articles=ARTICLES, kills=soaked.kills)
    assert soaked.kills >= LEAST_KILLS
