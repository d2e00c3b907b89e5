"""Places that have moved: followed over restarts, told once, forgotten with the configuration."""

from bot.store import Store
from bot.store.alerts import Topic
from tests.store.test_contract import NOW


async def test_a_place_that_moved_is_known_until_another_address_is_configured(
    store: Store,
) -> None:
    notes = store.forwardings(lambda: NOW)
    assert await notes.forwarded("tower", "-12") == ""
    for _ in range(2):
        await notes.forward("tower", "-12", "-10012")
    await notes.forward("", "-7", "-1007")
    assert await notes.forwarded("tower", "-12") == "-10012"
    assert await notes.forwarded("tower", "-13") == ""
    alerts = await store.alerts.standing()
    assert [(a.topic, a.name) for a in alerts] == [(Topic.MOVED, "tower"), (Topic.MOVED, "")]
    assert alerts[0].to_do == 'in the configuration, write "-10012" instead of "-12"'
    await notes.review({"tower": "-12", "": "-7", "x": "me"})
    assert await notes.forwarded("tower", "-12") == "-10012"
    await notes.review({"tower": "-10012"})
    assert await store.alerts.standing() == []
    assert await notes.forwarded("tower", "-12") == ""
