import pytest

from bot.page.address import absolute, canonical_url, is_front

URL = "https://www.tick.example/town/lamps?id=5"


@pytest.mark.parametrize(
    ("claim", "canonical"),
    [
        ("https://www.tick.example/town/lamps", "https://www.tick.example/town/lamps"),
        ("/town/lamps", "https://www.tick.example/town/lamps"),
        ("https://tick.example/lamps?utm_source=x&id=5", "https://tick.example/lamps?id=5"),
        ("http://amp.tick.example/lamps", "http://amp.tick.example/lamps"),
        ("https://www.tick.example/", URL),
        ("https://www.tick.example", URL),
        ("https://www.tick.example/index.php", URL),
        ("https://agency.example/lamps", URL),
        ("http://[broken", URL),
        ("javascript:void(0)", URL),
        (f"https://www.tick.example/{'a.b/' * 600}", URL),
        ("", URL),
    ],
)
def test_a_claim_is_believed_where_it_is_credible(claim: str, canonical: str) -> None:
    assert canonical_url([(claim, "meta")], URL)[0] == canonical


def test_the_first_credible_claim_wins_and_says_where_it_stood() -> None:
    claims = [
        ("", "json-ld"),
        ("https://other.example/", "page"),
        ("/a", "meta"),
        ("/b", "json-ld"),
    ]
    assert canonical_url(claims, URL) == ("https://www.tick.example/a", "meta")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://tick.example/lamps/amp/", "https://tick.example/lamps"),
        ("https://tick.example/lamps.amp.html", "https://tick.example/lamps.html"),
        ("https://tick.example/lamps/amp?utm_source=x", "https://tick.example/lamps"),
        ("https://tick.example/lamps?amp=1", "https://tick.example/lamps"),
        ("https://tick.example/guitar-amp", "https://tick.example/guitar-amp"),
        ("https://tick.example/lamps?fbclid=1", "https://tick.example/lamps"),
        ("https://tick.example/lamps?print=1", "https://tick.example/lamps"),
        ("https://tick.example/lamps?id=5&view=print", "https://tick.example/lamps?id=5"),
        ("https://tick.example/lamps?outputType=amp", "https://tick.example/lamps"),
        ("https://tick.example/lamps/print/", "https://tick.example/lamps"),
        ("https://tick.example/print/", "https://tick.example/print/"),
        ("https://tick.example/lamps?id=5&amp", "https://tick.example/lamps?id=5"),
        ("https://www.google.com/amp/s/tick.example/lamps/amp/", "https://tick.example/lamps"),
        ("https://tick-example.cdn.ampproject.org/c/s/tick.example/a", "https://tick.example/a"),
        ("https://tick-example.cdn.ampproject.org/c/tick.example/a", "http://tick.example/a"),
    ],
)
def test_without_a_claim_the_address_is_freed_of_decoration(url: str, canonical: str) -> None:
    assert canonical_url([], url) == (canonical, "page")


@pytest.mark.parametrize("decoration", ["?print=1", "?amp=1", "?outputType=amp", "?utm_source=x"])
def test_a_claim_is_freed_of_decoration_too(decoration: str) -> None:
    claim = f"https://www.tick.example/lamps{decoration}"
    assert canonical_url([(claim, "page")], URL)[0] == "https://www.tick.example/lamps"


def test_a_copy_in_a_cache_believes_the_publisher() -> None:
    copy = "https://www-tick-example.cdn.ampproject.org/c/s/www.tick.example/lamps/amp"
    claim = "https://www.tick.example/town/lamps"
    assert canonical_url([(claim, "page")], copy) == (claim, "page")
    assert canonical_url([("https://agency.example/lamps", "page")], copy)[0] == (
        "https://www.tick.example/lamps"
    )


def test_the_front_page_may_say_that_it_is_one() -> None:
    front = "https://www.tick.example/"
    assert canonical_url([(front, "page")], "https://www.tick.example/?utm_source=x")[0] == front


@pytest.mark.parametrize(
    ("claim", "url", "is_same"),
    [
        ("https://news.tick.co.uk/a", "https://www.tick.co.uk/b", True),
        ("https://other.co.uk/a", "https://www.tick.co.uk/b", False),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/b", True),
        ("http://127.0.0.2/a", "http://127.0.0.1/b", False),
        ("https://anywhere.example/a", "file:///tmp/page.html", True),
        ("https://anywhere.example/a", "http://[broken", True),
    ],
)
def test_only_the_same_site_may_speak_for_a_page(claim: str, url: str, *, is_same: bool) -> None:
    assert (canonical_url([(claim, "page")], url)[0] == claim) is is_same


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/", True),
        ("https://a.example/?p=5", False),
        ("https://a.example/b", False),
    ],
)
def test_a_front_page_has_no_path_and_no_question(address: str, *, expected: bool) -> None:
    assert is_front(address) is expected


def test_addresses_are_resolved() -> None:
    assert absolute("../m/a.jpg", "https://a.example/b/c/") == "https://a.example/b/m/a.jpg"
    assert absolute("data:image/png;base64,AA", URL) == ""
