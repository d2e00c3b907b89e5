from bot.catalogue import known_platforms, known_sources
from bot.settings.later import LATER
from bot.settings.schema import json_schema


def test_whatever_comes_later_is_in_the_format_already() -> None:
    sections = json_schema(known_platforms(), known_sources())["$defs"]
    file = json_schema(known_platforms(), known_sources())["properties"]
    places = {
        "publisher": sections["PublisherSection"],
        "sources": sections["Source"],
        "destinations": sections["TelegramDestination"],
        "posting": sections["Posting"],
        "summary": sections["SummarySection"],
        "console": sections["ConsoleSection"],
    }
    for path in LATER:
        section, _, key = path.replace(".*", "").partition(".")
        assert section in file
        assert not key or key in places[section]["properties"], path
