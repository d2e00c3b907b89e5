from collections.abc import Callable

from bot.settings.settings import Settings

Load = Callable[[str], Settings]


def test_a_short_configuration_means_what_the_defaults_say(read: Load, valid: str) -> None:
    settings = read(valid)
    assert settings.publisher.name == "Morning Tick"
    assert settings.sources[0].kind == "feed"
    assert settings.sources[0].every == 300
    assert [target.destination.address for target in settings.destinations] == ["@tower", "scroll"]
