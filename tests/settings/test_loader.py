import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import known_platforms, known_sources
from bot.errors import ConfigError
from bot.settings.loader import load, understand
from bot.settings.settings import Settings

Load = Callable[[str], Settings]

EXAMPLE = (Path(__file__).parents[2] / "config" / "herald.example.yaml").read_bytes()
PLATFORMS = known_platforms()
SOURCES = known_sources()

PLANTED = {
    "unknown key": ("  - name: main", "  - name: main\n    evry: 5m", "7:5: sources[0].evry: unknown key, did you mean every?"),
    "unknown top key": ("sources:", "posts: {}\nsources:", "5:1: posts: unknown key"),
    "unknown nested key": ("{wax:", "{wux: a, wax:", "15:12: destinations[1].seal.wux: unknown key, did you mean wax?"),
    "missing key": ("  url: https://www.morningtick.example/\n", "", "3:3: publisher.url: is missing"),
    "missing option": ('    loft: "@tower"\n', "", "9:5: destinations[0].loft: is missing"),
    "missing version": ("version: 1\n", "", "1:1: version: is missing"),
    "missing name": ("- name: gate\n    platform", "- platform", "13:5: destinations[1].name: is missing"),
    "missing platform": ("    platform: scroll\n", "", "13:5: destinations[1].platform: is missing"),
    "other version": ("version: 1", "version: 2", "1:10: version: must be 1"),
    "unknown platform": ("platform: pigeon", "platform: pidgeon", "10:15: destinations[0].platform: unknown value, did you mean pigeon? known: pigeon, scroll"),
    "unknown kind of source": ("feed: https", "fed: https", "7:5: sources[0].fed: unknown key, did you mean feed?"),
    "no kind of source": ("    feed: https://www.morningtick.example/feed/\n", "", "6:5: sources[0]: needs exactly one of: board, feed, sitemap"),
    "two kinds of source": ("  - name: main", "  - name: main\n    sitemap: https://a.example/", "6:5: sources[0]: needs exactly one of: board, feed, sitemap"),
    "literal secret": ("token: env:TOWER_TOKEN", "token: canary-0123456789", "12:12: destinations[0].token: a secret is never written here"),
    "numeric secret": ("token: env:TOWER_TOKEN", "token: 7712345678", "12:12: destinations[0].token: must be text"),
    "literal nested secret": ("wax: env:WAX", "wax: canary", "15:17: destinations[1].seal.wax: a secret is never written here"),
    "secret in an address": ("url: https://www", "url: https://me:canary@www", "4:8: publisher.url: a secret is never written here"),
    "secret in a proxy": ("/feed/\n", "/feed/\n    proxy: http://me:canary@p:1\n", "8:12: sources[0].proxy: a secret is never written here"),
    "a proxy of another kind": ("/feed/\n", "/feed/\n    proxy: socks5://p:1\n", "8:12: sources[0].proxy: must be an address that begins with"),
    "secret in the database": ("version: 1", "version: 1\ndatabase: postgresql://me:canary@db/h", "2:11: database: a secret is never written here"),
    "secret in a query": ("version: 1", "version: 1\ndatabase: postgresql://db/h?password=canary", "2:11: database: a secret is never written here"),
    "other database": ("version: 1", "version: 1\ndatabase: mysql://db/h", "2:11: database: must be sqlite:///PATH or postgresql"),
    "number for a duration": ("  - name: main", "  - name: main\n    every: 300", "7:12: sources[0].every: must be a duration like 90s"),
    "unit of a duration": ("  - name: main", "  - name: main\n    max_age: 2w", "7:14: sources[0].max_age: must be a duration like 90s"),
    "too short a duration": ("  - name: main", "  - name: main\n    every: 0s", "7:12: sources[0].every: must be between 1s and 7d"),
    "too long a time limit": ("    platform: pigeon", "    platform: pigeon\n    timeout: 1m", "11:14: destinations[0].timeout: must be between 1s and 20s"),
    "rate": ("    platform: pigeon", "    platform: pigeon\n    rate: 20/m", "11:11: destinations[0].rate: must be a number of posts in a duration"),
    "rate of nothing": ("    platform: pigeon", "    platform: pigeon\n    rate: 0/1m", "11:11: destinations[0].rate: must be a number of posts in a duration"),
    "quiet hours that never end": ("version: 1", "version: 1\nposting: {quiet_hours: '07:00-07:00'}", "2:24: posting.quiet_hours: must begin and end at different times"),
    "a digest of none": ("version: 1", "version: 1\nposting: {digest: 0}", "2:19: posting.digest: must be a number of posts from 1 on, or off"),
    "quiet hours": ("version: 1", "version: 1\nposting: {quiet_hours: 23-7}", "2:24: posting.quiet_hours: must be two times of day"),
    "time zone": ("  name: Morning Tick", "  name: Morning Tick\n  timezone: Europe/Londn", "4:13: publisher.timezone: is not a time zone known here, did you mean Europe/London?"),
    "language": ("  name: Morning Tick", "  name: Morning Tick\n  language: English please", "4:13: publisher.language: must be a language like en"),
    "community": ("  name: Morning Tick", "  name: Morning Tick\n  community: yes", "4:14: publisher.community: must be auto or"),
    "address of a community": ("  name: Morning Tick", "  name: Morning Tick\n  community: {x: morningtick}", "4:18: publisher.community.x: must be an address"),
    "address": ("feed: https://www.morningtick.example/feed/", "feed: www.morningtick.example", "7:11: sources[0].feed: must be an address that begins with https://"),
    "address without a host": ("feed: https://www.morningtick.example/feed/", 'feed: "https://"', "7:11: sources[0].feed: must be an address"),
    "address of a page": ("feed: https", "board: ftps", "7:12: sources[0].board: must be an address that begins with https://"),
    "number for a page": ("feed: https://www.morningtick.example/feed/", "board: 5", "7:12: sources[0].board: must be keys with values"),
    "page without an address": ("feed: https://www.morningtick.example/feed/", "board: {links: h2 a}", "7:12: sources[0].board.url: is missing"),
    "unknown key of a page": ("feed: https://www.morningtick.example/feed/", "board: {url: https://a.example/, link: h2 a}", "7:38: sources[0].board.link: unknown key, did you mean links?"),
    "selector": ("feed: https://www.morningtick.example/feed/", "board: {url: https://a.example/, links: 'a['}", "7:45: sources[0].board.links: must be a CSS selector like main a.headline"),
    "empty selector": ("feed: https://www.morningtick.example/feed/", "board: {url: https://a.example/, links: ''}", "7:45: sources[0].board.links: must be a CSS selector"),
    "links of a feed": ("feed: https://www.morningtick.example/feed/", "feed: {url: https://a.example/, links: a}", "7:11: sources[0].feed: must be an address that begins with https://"),
    "first run": ("  - name: main", "  - name: main\n    first_run: some", "7:16: sources[0].first_run: must be none, all or {latest: N}"),
    "first run of nothing": ("  - name: main", "  - name: main\n    first_run: {latest: 0}", "7:16: sources[0].first_run: must be none, all"),
    "word for a number": ("  - name: main", "  - name: main\n    burst: many", "7:12: sources[0].burst: must be a whole number"),
    "yes for a number": ("  - name: main", "  - name: main\n    burst: true", "7:12: sources[0].burst: must be a whole number"),
    "word for yes or no": ("  - name: main", "  - name: main\n    allow_private: maybe", "7:20: sources[0].allow_private: must be true or false"),
    "value for another": ("version: 1", "version: 1\nposting: {approval: of}", "2:21: posting.approval: unknown value, did you mean off?"),
    "list for keys": ("version: 1", "version: 1\nposting: [approval]", "2:10: posting: must be keys with values"),
    "keys for a list": ("version: 1", "version: 1\nroutes: {to: tower}", "2:9: routes: must be a list"),
    "empty section": ("version: 1", "version: 1\nposting:", "2:1: posting: is empty"),
    "no sources": ("  - name: main\n    feed: https://www.morningtick.example/feed/\n", "  []\n", "6:3: sources: must not be empty"),
    "no routes": ("version: 1", "version: 1\nroutes: []", "2:9: routes: must not be empty"),
    "source twice": ("destinations:", "  - {name: main, feed: https://b.example/}\ndestinations:", "8:12: sources[1].name: this name is taken by line 6"),
    "destination twice": ("name: gate", "name: tower", "13:11: destinations[1].name: this name is taken by line 9"),
    "reserved name": ("name: gate", "name: community", "13:11: destinations[1].name: community has a meaning of its own"),
    "name that nobody can type": ("name: gate", "name: the gate!", "13:11: destinations[1].name: must be a short word"),
    "route to nowhere": ("version: 1", "version: 1\nroutes: [{to: [tower, gat]}]", "2:23: routes[0].to[1]: no destination has this name, did you mean gate?"),
    "route to nowhere, alone": ("version: 1", "version: 1\nroutes: [{to: towr}]", "2:15: routes[0].to: no destination has this name, did you mean tower?"),
    "console open to all": ("version: 1", "version: 1\nconsole: {listen: 0.0.0.0:80}", "2:10: console: needs a password to listen beyond this machine: password: env:NAME"),
    "a decider without @": ("version: 1", "version: 1\nalerts: {chat: -5, token: env:T, deciders: [anna]}", "2:45: alerts.deciders[0]: must be who may decide"),
    "a public address with a query": ("version: 1", "version: 1\nconsole: {public_url: 'https://e.org/?a=1'}", "2:23: console.public_url: must be an address without ? and #"),
    "a ping token as it is": ("version: 1", "version: 1\nconsole: {ping_token: hunter2}", "2:23: console.ping_token: a secret is never written here"),
    "console without a port": ("version: 1", "version: 1\nconsole: {listen: localhost}", "2:19: console.listen: must be an address and a port"),
    "key twice": ("version: 1", "version: 1\nversion: 1", "2:1: version: is given twice"),
    "tag": ("name: Morning Tick", "name: !!python/name:os.system x", "3:9: publisher.name: tags like"),
    "key of another shape": ("version: 1", "version: 1\n? [a, b]\n: c", '2:3: "?": unknown key'),
    "syntax": ("sources:", "sources: [", "6:3: file: is not YAML"),
    "tab": ("  - name: main", "\t- name: main", "6:1: file: is not YAML: a tab stands here"),
    "other column": ("version: 1", "   version: 1", "2:1: file: is not YAML: this line begins in another column"),
    "no space after a colon": ("    platform: scroll", "    platform:scroll", "14:5: file: is not YAML: this line has no colon with a space behind it"),
    "quote that is not closed": ('loft: "@tower"', 'loft: "@tower', "15:33: file: is not YAML: the text has ended before this; is a quote missing"),
    "second colon": ("name: Morning Tick", "name: Tick: Morning", "3:13: file: is not YAML: there is a second colon"),
    "at sign": ('loft: "@tower"', "loft: @tower", "11:11: file: is not YAML: text that begins with @ must stand in quotes"),
    "bracket": ("version: 1", "version: [1", "2:10: file: is not YAML: a bracket or brace is opened and not closed"),
    "slip of the pen in what decides": ("platform: scroll", "plattform: scroll", "13:5: destinations[1].platform: is missing; did you mean it by plattform?"),
    "control character": ("Morning", "Mor\x07ning", "3:12: file: has a character that YAML does not allow"),
    "second document": ("sources:", "---\nsources:", "5:1: file: is not YAML: but found another document"),
    "alias of nothing": ("name: Morning Tick", "name: *tick", "3:9: file: is not YAML: found undefined alias"),
}  # fmt: skip


def test_an_address_of_another_form_is_told_in_words() -> None:
    text = EXAMPLE.decode().replace('chat: "@morningtick"', "chat: morningtick")
    with pytest.raises(ConfigError) as caught:
        understand(text.encode(), Path("h.yaml"), PLATFORMS, SOURCES)
    (problem,) = caught.value.problems
    expected = 'destinations[0].chat: must be the channel or group: "@name" or its numeric id'
    assert problem.endswith(expected)


@pytest.mark.parametrize(("old", "new", "expected"), PLANTED.values(), ids=PLANTED)
def test_an_error_says_where_it_is_and_what_to_do(
    read: Load, valid: str, old: str, new: str, expected: str
) -> None:
    assert old in valid
    with pytest.raises(ConfigError) as refusal:
        read(valid.replace(old, new, 1))
    assert [p for p in refusal.value.problems if f"herald.yaml:{expected}" in p], refusal.value
    assert len(refusal.value.problems) == 1
    assert "canary" not in str(refusal.value)
    assert "7712345678" not in str(refusal.value)


def test_all_errors_are_said_at_once_in_the_order_of_the_file(read: Load, valid: str) -> None:
    text = valid.replace("name: Morning Tick", "nam: Morning Tick").replace("pigeon", "pidgeon")
    text = text.replace("- name: main", "- name: main\n    sitemap: a.example")
    text = text.replace("wax: env:WAX", "wax: canary") + "routes: [{to: nowhere}]\nroutes: []\n"
    with pytest.raises(ConfigError) as refusal:
        read(text)
    places = [problem.split(": ")[1] for problem in refusal.value.problems]
    assert places == [
        "publisher.name",
        "publisher.nam",
        "sources[0]",
        "sources[0].sitemap",
        "destinations[0].platform",
        "destinations[1].seal.wax",
        "routes",
        "routes",
    ]


def test_a_destination_whose_platform_is_misspelt_is_checked_as_what_is_meant(
    read: Load, valid: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(valid.replace("pigeon", "pidgeon").replace("token: env:", "token: canary"))
    platform, token = refusal.value.problems
    assert "destinations[0].platform: unknown value, did you mean pigeon?" in platform
    assert "destinations[0].token: a secret is never written here" in token


def test_a_file_that_cannot_be_read_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a\.yaml:1:1: file: does not exist.*herald init"):
        load(tmp_path / "a.yaml", PLATFORMS, SOURCES)
    with pytest.raises(ConfigError, match=":1:1: file: cannot be read: Is a directory"):
        load(tmp_path, PLATFORMS, SOURCES)
    (tmp_path / "a.yaml").write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(ConfigError, match="is larger than 1 MiB"):
        load(tmp_path / "a.yaml", PLATFORMS, SOURCES)


def load_example(content: bytes) -> Settings:
    return understand(content, Path("herald.yaml"), PLATFORMS, SOURCES)


GARBAGE = {
    "nothing": (b"", "1:1: file: is empty"),
    "comments": (b"# soon\n", "1:1: file: is empty"),
    "one word": (b"herald", "1:1: file: must be keys with values"),
    "a list": (b"- 1", "1:1: file: must be keys with values"),
    "binary": (b"version: 1\nname: \xff\xfe", "2:7: file: is not UTF-8 text"),
    "nul": (b"a: b\0", "1:5: file: has a character that YAML does not allow"),
    "deep": (b"[" * 600, "file: is not YAML"),
    "itself": (b"a: &a [*a]", "file: is not YAML"),
    "multiplied": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%b]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 107)),
        "1:1: file: has too many parts",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_an_error_like_any_other(content: bytes, expected: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_example(content)
    assert expected in str(refusal.value)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    example = load_example(EXAMPLE)
    content = b"\xef\xbb\xbf" + EXAMPLE.replace(b"\n", b"\r\n")
    assert load_example(content).destinations == example.destinations


def refuses_or_understands(content: bytes) -> None:
    problems: tuple[str, ...] = ("herald.yaml:1:1: nothing: at all",)
    try:
        load_example(content)
    except ConfigError as refusal:
        problems = refusal.problems
    assert problems
    for problem in problems:
        assert re.match(r'herald\.yaml:\d+:\d+: (\S|".*")+: \S', problem), problem


ENDS = [
    end
    for end in range(len(EXAMPLE))
    if not EXAMPLE[:end].rpartition(b"\n")[2].lstrip().startswith(b"#")
]


@pytest.mark.parametrize("start", range(8))
def test_every_beginning_of_the_example_is_understood_or_refused(start: int) -> None:
    for end in ENDS[start::8]:
        refuses_or_understands(EXAMPLE[:end])


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(EXAMPLE)),
    st.integers(0, 30),
    st.binary(max_size=8)
    | st.text(max_size=8).map(str.encode)
    | st.lists(st.sampled_from("[]{}:,-?|>&a*a!!%@`'\"# \t\n~0.9env:file:"), max_size=8).map(
        lambda signs: "".join(signs).encode()
    ),
)
def test_a_damaged_example_is_understood_or_refused(at: int, gone: int, instead: bytes) -> None:
    refuses_or_understands(EXAMPLE[:at] + instead + EXAMPLE[at + gone :])


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
WORDS = (
    "version publisher name url sources feed destinations platform chat token auth routes to when"
    " section posting spacing approval community console listen summary first_run latest"
)
KEYS = st.sampled_from(WORDS.split()) | st.text(max_size=5)
SHAPES = st.recursive(
    LEAVES | st.sampled_from(["telegram", "x", "env:A", "auto", "5m", "https://a.example/"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, SHAPES, max_size=8))
def test_any_shape_is_understood_or_refused(shape: dict[str, object]) -> None:
    refuses_or_understands(json.dumps(shape).encode())
