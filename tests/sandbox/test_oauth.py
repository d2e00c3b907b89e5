from collections.abc import Callable
from dataclasses import replace

import oauthlib.oauth1
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.oauth import Account, Signed, signer

ACCOUNT = Account(
    username="news",
    id="1",
    name="News",
    consumer_key="key",
    consumer_secret="secret&%",
    access_token="token-1",
    access_token_secret="other/secret",
)


def sign(url: str, method: str = "GET", account: Account = ACCOUNT) -> str:
    """Sign as the reference implementation does."""
    client = oauthlib.oauth1.Client(
        account.consumer_key,
        account.consumer_secret,
        account.access_token,
        account.access_token_secret,
    )
    headers: dict[str, str] = client.sign(url, method)[1]
    return headers["Authorization"]


NAMES = st.text("ab-_.~", min_size=1, max_size=4)


@given(st.lists(st.tuples(NAMES, st.text("ab=&+%/ é", max_size=4)), max_size=4))
def test_we_verify_what_the_reference_implementation_signs(
    pairs: list[tuple[str, str]],
) -> None:
    query = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    url = "http://127.0.0.1:8900/2/tweets" + (query and f"?{query}")
    request = Signed("GET", "http://127.0.0.1:8900", "/2/tweets", query, sign(url))
    assert signer(request, [ACCOUNT]) is ACCOUNT
    assert signer(replace(request, query=query + "&x=1"), [ACCOUNT]) is None


def quote(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.mark.parametrize(
    ("change", "is_known"),
    [
        (lambda r: r, True),
        (lambda r: replace(r, origin="http://127.0.0.1:1"), True),
        (lambda r: replace(r, method="DELETE"), False),
        (lambda r: replace(r, path="/2/tweets/1"), False),
        (lambda r: replace(r, authorization=""), False),
        (lambda r: replace(r, authorization="Basic abc"), False),
        (lambda r: replace(r, authorization="OAuth oauth_consumer_key=key"), False),
    ],
)
def test_a_request_must_be_the_one_that_was_signed(
    change: Callable[[Signed], Signed], *, is_known: bool
) -> None:
    header = sign("https://api.twitter.com/2/tweets", "POST")
    request = Signed("POST", "http://127.0.0.1:8900", "/2/tweets", "", header)
    assert (signer(change(request), [ACCOUNT]) is ACCOUNT) == is_known


@pytest.mark.parametrize("name", ["consumer_key", "consumer_secret", "access_token_secret"])
def test_every_key_counts(name: str) -> None:
    stranger = replace(ACCOUNT, **{name: "wrong"})
    header = sign("http://a.example/2/tweets", account=stranger)
    assert signer(Signed("GET", "http://a.example", "/2/tweets", "", header), [ACCOUNT]) is None
