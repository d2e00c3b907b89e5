"""Killed by the clock while news comes in, Herald loses and doubles none: a part of `make soak`."""

from tests.journeys.conftest import Herald
from tests.sweep.soak import Soaked, soak

MOST, LEAST, SECONDS = 200, 21, 25.0
"""Articles, and how long there is for them: on a busy machine there are fewer."""
LEAST_KILLS = 5


async def test_kills_by_the_clock_lose_and_double_nothing(herald: Herald) -> None:
    soaked = await soak(herald, MOST, seed="test", seconds=SECONDS)
    assert soaked == Soaked(articles=soaked.articles, kills=soaked.kills)
    assert soaked.articles >= LEAST
    assert soaked.kills >= LEAST_KILLS
