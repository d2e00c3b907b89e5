from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.errors import ConfigError
from bot.manner import Breaking, Budget, Craft, Prices, Quiet, Template
from bot.ports import Model
from bot.rules import Pace, Route
from bot.settings.settings import Console, Settings

Load = Callable[[str], Settings]


def test_a_short_configuration_means_what_the_defaults_say(
    read: Load, valid: str, tmp_path: Path
) -> None:
    settings = read(valid)
    assert settings.publisher.name == "Morning Tick"
    assert settings.publisher.community is None
    assert settings.zone == UTC
    assert settings.database == f"sqlite:///{tmp_path}/var/herald.db"
    assert settings.routes == (Route(to=("tower", "gate")),)
    assert settings.max_sentences == 2
    assert settings.console is None
    assert settings.warnings == ()
    (source,) = settings.sources
    assert (source.kind, source.url) == ("feed", "https://www.morningtick.example/feed/")
    assert (source.every, source.first_run, source.max_age) == (300, 0, 172_800)
    assert (source.settle, source.burst, source.allow_private) == (60, 20, False)
    tower, gate = (target.destination for target in settings.destinations)
    assert (tower.name, tower.platform, tower.address) == ("tower", "pigeon", "@tower")
    assert (tower.image, tower.link, tower.hashtags, tower.timeout) == (True, True, 0, 20)
    assert tower.pace == (Pace(count=5, seconds=60),)
    assert gate.pace == ()


def test_a_proxy_may_be_kept_with_the_secrets(
    read: Load, valid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROXY", "http://anna:s3cret@proxy.example:3128")
    for written, address in {
        "http://proxy.example:3128": "http://proxy.example:3128",
        "env:PROXY": "http://anna:s3cret@proxy.example:3128",
    }.items():
        settings = read(valid.replace("/feed/\n", f"/feed/\n    proxy: {written}\n"))
        (source,) = settings.sources
        assert source.proxy == written
        assert settings.reveal_proxy(source).proxy == address


def test_a_platform_gets_its_own_options(read: Load, valid: str) -> None:
    tower, gate = (target.options for target in read(valid).destinations)
    assert getattr(tower, "token", "") == "env:TOWER_TOKEN"
    assert gate.model_dump()["seal"] == {"wax": "env:WAX", "ring": "file:ring.txt"}


def test_the_destination_s_word_goes_before_that_of_posting(read: Load, valid: str) -> None:
    posting = "posting: {spacing: 3m, per_day: 40, hashtags: 2, image: false, link_style: none}\n"
    own = "    hashtags: 0\n    image: true\n    per_day: 10\n    rate: 20/1m\n    timeout: 5s\n"
    own += "    api_base: http://127.0.0.1:9/\n"
    text = posting + valid.replace("    platform: pigeon\n", "    platform: pigeon\n" + own)
    tower, gate = (target.destination for target in read(text).destinations)
    assert (tower.hashtags, tower.image, tower.link, tower.timeout) == (0, True, False, 5)
    assert tower.api_base == "http://127.0.0.1:9"
    assert tower.pace == (Pace(count=20, seconds=60),)
    assert tower.spacing == (Pace(count=1, seconds=180), Pace(count=10, seconds=86_400))
    assert (gate.hashtags, gate.image, gate.link) == (2, False, False)
    assert gate.spacing == (Pace(count=1, seconds=180), Pace(count=40, seconds=86_400))


def test_a_destination_says_when_it_is_quiet_what_is_urgent_and_what_it_may_cost(
    read: Load, valid: str
) -> None:
    posting = (
        "posting: {quiet_hours: '23:00-07:00', breaking: {keywords: [breaking], max_age: 30m}}"
    )
    own = "    quiet_hours: off\n    breaking: {sections: [Alarm]}\n"
    own += "    budget: {usd_per_day: 3, usd_per_month: 60.5, when_spent: text_without_link}\n"
    text = valid.replace("    platform: pigeon\n", "    platform: pigeon\n" + own)
    tower, gate = (target.destination for target in read(f"{posting}\n{text}").destinations)
    assert tower.quiet is None
    assert tower.breaking == Breaking(sections=("Alarm",), max_age=3600)
    assert tower.budget == Budget(usd_per_day=3, usd_per_month=60.5, drops_link=True)
    assert gate.quiet == Quiet(start=23 * 60, end=7 * 60)
    assert gate.breaking == Breaking(keywords=("breaking",), max_age=1800)
    assert gate.budget == Budget()
    silent = text.replace("quiet_hours: off", "quiet_hours: '00:30-06:45'\n    quiet: silent")
    tower, _ = (target.destination for target in read(silent).destinations)
    assert tower.quiet == Quiet(start=30, end=405, is_silent=True)


@pytest.mark.parametrize(
    ("general", "own", "expected"),
    [
        ("off", "", False),
        ("all", "", True),
        ("all", "off", False),
        ("off", "all", True),
        ("first_time", "", False),
        ("off", "llm", False),
    ],
)
def test_a_person_decides_where_approval_says_so(
    read: Load, valid: str, general: str, own: str, *, expected: bool
) -> None:
    line = f"    approval: {own}\n" if own else ""
    text = f"posting: {{approval: {general}}}\n" + valid.replace(
        "    platform: pigeon\n", "    platform: pigeon\n" + line
    )
    assert read(text).destinations[0].needs_approval is expected


@pytest.mark.parametrize(("written", "expected"), [("5", 5), ("off", 0), ("1", 1)])
def test_a_destination_says_when_many_posts_are_one(
    read: Load, valid: str, written: str, expected: int
) -> None:
    text = f"posting: {{digest: 9}}\n{valid}".replace(
        "    platform: pigeon\n", f"    platform: pigeon\n    digest: {written}\n"
    )
    tower, gate = read(text).destinations
    assert (tower.destination.digest, gate.destination.digest) == (expected, 9)


def test_prices_and_first_posts_are_the_destination_s_own(read: Load, valid: str) -> None:
    own = "    prices: {post: 0.01}\n    approval: first_time\n"
    text = valid.replace("    platform: pigeon\n", "    platform: pigeon\n" + own)
    tower, gate = read(text).destinations
    assert tower.destination.prices == Prices(post=0.01)
    assert gate.destination.prices == Prices()
    assert (tower.holds_first, tower.needs_approval) == (True, False)
    assert (gate.holds_first, gate.needs_approval) == (False, False)


def test_every_section_is_understood(read: Load, valid: str) -> None:
    text = valid.replace(
        "  name: Morning Tick\n",
        "  name: Morning Tick\n  language: en\n  timezone: Europe/London\n"
        "  community: {pigeon: https://pigeon.example/tick}\n",
    ).replace(
        "  - name: main\n",
        "  - name: main\n    every: 90s\n    first_run: {latest: 5}\n    max_age: 2h\n"
        "    settle: 0s\n    burst: 3\n    allow_private: true\n    user_agent: Tick/1\n",
    )
    text += (
        "database: postgresql://me@db/herald\ndatabase_password: env:DB\n"
        "routes:\n  - when: {section: [Sport, News], language: en}\n    to: tower\n"
        "  - to: [community, gate]\n"
        "summary: {max_sentences: 1}\n"
        "console: {listen: '0.0.0.0:80', password: file:door.txt}\n"
    )
    settings = read(text)
    assert settings.publisher.community == {"pigeon": "https://pigeon.example/tick"}
    assert settings.zone == ZoneInfo("Europe/London")
    (source,) = settings.sources
    assert (source.every, source.first_run, source.max_age) == (90, 5, 7200)
    assert (source.settle, source.burst, source.allow_private) == (0, 3, True)
    assert source.user_agent == "Tick/1"
    assert settings.database == "postgresql://me@db/herald"
    assert settings.database_password == "env:DB"
    assert settings.routes == (
        Route(sections=("Sport", "News"), languages=("en",), to=("tower",)),
        Route(to=("community", "gate")),
    )
    assert settings.max_sentences == 1
    assert settings.console == Console(host="0.0.0.0", port=80, password="file:door.txt")  # noqa: S104 - read, not opened


def test_all_of_the_first_entries_may_be_posted(read: Load, valid: str) -> None:
    text = valid.replace("  - name: main\n", "  - name: main\n    first_run: all\n")
    assert read(text).sources[0].first_run is None


PAGES = {
    "https://a.example/": "",
    "{url: https://a.example/}": "",
    "{url: https://a.example/, links: 'main a.headline, h2 > a'}": "main a.headline, h2 > a",
}


@pytest.mark.parametrize(("written", "links"), PAGES.items())
def test_a_page_may_say_which_of_its_links_count(
    read: Load, valid: str, written: str, links: str
) -> None:
    feed = "feed: https://www.morningtick.example/feed/"
    (source,) = read(valid.replace(feed, f"board: {written}")).sources
    assert (source.kind, source.url, source.links) == ("board", "https://a.example/", links)


def test_an_absolute_path_stays_where_it_is(read: Load, valid: str) -> None:
    assert read(valid + "database: sqlite:////srv/h.db\n").database == "sqlite:////srv/h.db"


def test_hashtags_stay_away_from_grave_words_unless_others_are_named(
    read: Load, valid: str
) -> None:
    assert "crash" in read(valid).destinations[0].destination.grave
    settings = read(f"{valid}posting: {{no_hashtags: [flood]}}\n")
    assert settings.destinations[0].destination.grave == ("flood",)
    assert read(f"{valid}posting: {{no_hashtags: []}}\n").destinations[0].destination.grave == ()


MODEL = "summary: {base_url: 'http://127.0.0.1:11434/v1/', model: qwen3"


def test_a_model_is_asked_to_choose_sentences_where_one_is_named(read: Load, valid: str) -> None:
    assert read(valid).model is None
    assert read(f"{valid}{MODEL}, mode: extractive}}\n").model is None
    model = read(f"{valid}{MODEL}, timeout: 5s, price: {{input: 0.15, output: 0.6}}}}\n").model
    assert model == Model(
        mode="select",
        base_url="http://127.0.0.1:11434/v1",
        name="qwen3",
        patience=5,
        price_in=0.15,
        price_out=0.6,
    )


@pytest.mark.parametrize(
    ("more", "expected"), [("", True), (", unattended: true", False), (", mode: select", False)]
)
def test_a_person_lets_go_what_a_model_wrote_unless_it_is_trusted(
    read: Load, valid: str, more: str, *, expected: bool
) -> None:
    mode = "" if "mode" in more else ", mode: rewrite"
    model = read(f"{valid}{MODEL}{mode}{more}}}\n").model
    assert model
    assert model.needs_approval is expected


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        ("mode: rewrite", "rewrite needs base_url and model"),
        ("mode: select, model: m", "select needs base_url"),
        ("model: m", "a model needs base_url too"),
        ("base_url: 'http://llm.example.org/v1', model: m, api_key: env:K", "https://"),
        ("base_url: 'http://8.8.8.8/v1', model: m, api_key: env:K", "unencrypted"),
        ("base_url: 'https://a.b/v1', model: m, api_key: sk-123", "env:NAME or file:PATH"),
        ("base_url: 'https://a.b/v1', model: m, timeout: 5m", "timeout"),
    ],
)
def test_a_model_that_cannot_be_asked_is_an_error(
    read: Load, valid: str, summary: str, why: str
) -> None:
    with pytest.raises(ConfigError, match=why):
        read(f"{valid}summary: {{{summary}}}\n")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:11434/v1", "http://ollama:11434/v1", "http://gpu.lan/v1"]
)
def test_a_key_goes_unencrypted_only_inside(read: Load, valid: str, url: str) -> None:
    model = read(f"{valid}summary: {{base_url: '{url}', model: m, api_key: env:LLM}}\n").model
    assert model
    assert model.key == "env:LLM"


def test_approval_of_what_no_model_says_is_doubted(read: Load, valid: str) -> None:
    text = f"{valid}posting:\n  approval: llm\n"
    (doubt,) = read(text).warnings
    assert "herald.yaml:17:3: posting.approval: llm holds nothing" in doubt
    settings = read(f"{text}{MODEL}}}\n")
    assert settings.warnings == ()
    assert settings.destinations[0].holds_words


def test_two_names_for_one_channel_raise_an_eyebrow(read: Load, valid: str) -> None:
    text = valid.replace('    platform: scroll\n    seal: {wax: env:WAX, ring: "file:ring.txt"}\n',
        "    platform: pigeon\n    loft: '@tower'\n    token: env:WAX\n")  # fmt: skip
    (warning,) = read(text).warnings
    assert (
        "herald.yaml:13:11: destinations[1].name: posts to the same pigeon address as tower"
        in warning
    )


def test_no_destination_is_allowed_and_said(read: Load, valid: str) -> None:
    (warning,) = read(valid[: valid.index("destinations:")] + "destinations: []\n").warnings
    assert "nothing will be posted" in warning


def test_the_outside_reaches_us_where_the_settings_say(read: Load, valid: str) -> None:
    doors = "public_url: https://news.example/herald/, ping_token: env:PING"
    off = valid.replace("/feed/\n", "/feed/\n    websub: off\n")
    settings = read(f"{off}console: {{listen: 127.0.0.1:80, {doors}}}\n")
    assert settings.console == Console(
        host="127.0.0.1",
        port=80,
        public_url="https://news.example/herald",
        ping_token="env:PING",
    )
    assert "env:PING" in settings.secrets
    assert [source.websub for source in settings.sources] == [False]
    assert [source.websub for source in read(valid).sources] == [True]


def test_templates_and_what_counts_visitors_are_taken_as_written(read: Load, valid: str) -> None:
    text = f"""{valid}posting:
  template:
    - when: {{section: Sport, language: [en, de]}}
      text: "Sport: {{{{ headline }}}}"
    - text: "{{{{ headline }}}}"
  utm: {{source: "{{platform}}", medium: social}}
  paywall_mark: false
  link_style: reply
  thread: 3
"""
    (craft, *_) = [target.destination.craft for target in read(text).destinations]
    assert craft == Craft(
        templates=(
            Template(text="Sport: {{ headline }}", sections=("Sport",), languages=("en", "de")),
            Template(text="{{ headline }}"),
        ),
        utm=(("source", "{platform}"), ("medium", "social")),
        lock=False,
        thread=3,
        link_in_reply=True,
    )
    (craft, *_) = [
        t.destination.craft for t in read(valid + "posting: {template: hello}\n").destinations
    ]
    assert craft.templates == (Template(text="hello"),)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  template: '{{ headlin }}'\n", "17:13: posting.template: there is no value headlin"),
        ("  template: |\n    a\n    {% if %}\n", "19:1: posting.template: Expected an expression"),
        (
            "  template:\n    - text: |\n        {{ x }}\n",
            "19:1: posting.template[0].text: there is no value x",
        ),
        ("  template: ''\n", "17:13: posting.template"),
        (
            "  template: []\n  utm: {source: '{who}'}\n",
            "18:17: posting.utm.source: nothing is filled in for {who}",
        ),
        ("  utm: {sauce: x}\n", "17:9: posting.utm.sauce: unknown key, did you mean source?"),
    ],
)
def test_a_faulty_template_is_told_with_its_line(
    read: Load, valid: str, written: str, said: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read(f"{valid}posting:\n{written}")
    assert f"herald.yaml:{said}" in str(refused.value)
