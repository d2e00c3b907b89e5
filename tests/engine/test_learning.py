"""What servers allow is asked of them; what they charge stays what the operator wrote."""

from bot.engine.learning import asked
from bot.manner import Prices
from bot.ports import Capabilities
from tests.engine.conftest import Channel


class Choosy(Channel):
    async def learn(self) -> Capabilities:
        return Capabilities(text=500, price=1.0)


async def test_prices_stay_as_written_whatever_a_server_allows() -> None:
    allowed = await asked(Choosy("there", prices=Prices(post=0.5)))
    assert (allowed.text, allowed.price) == (500, 0.5)
