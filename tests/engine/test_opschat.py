"""Whose chat it is: which of the operators' chats keeps its connection."""

from bot.engine.opschat import chat_of
from bot.settings.sections import AlertsSection


def test_a_chat_keeps_its_connection_until_its_place_or_its_token_changes() -> None:
    place = AlertsSection(chat=-100, token="file:T")
    first = chat_of(place, str, None, {"file:T": "a"})
    assert first
    assert chat_of(place, str, first, {"file:T": "a"}) is first
    assert chat_of(place, str, first, {"file:T": "b"}) is not first
    assert chat_of(None, str, first) is None
