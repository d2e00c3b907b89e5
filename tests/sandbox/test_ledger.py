from bot.sandbox.ledger import Button, Card, Ledger, Mark, Standing


def post(number: str, **more: object) -> Standing:
    return Standing(id=number, at=0, author="bot", **more)  # type: ignore[arg-type] # any field


def test_what_is_gone_is_still_counted() -> None:
    channel = Ledger().channel("telegram", "news")
    channel.add(post("1", service=True))
    channel.add(post("2", text="two"))
    channel.add(post("3", text="three"))
    channel.replace(post("2", text="2"))
    channel.remove("3")
    assert [standing.text for standing in channel.standing] == ["2"]
    assert (channel.posted, channel.edited, channel.deleted) == (2, 1, 1)


def test_every_way_out_of_a_post_is_a_link_once() -> None:
    standing = post(
        "1",
        text="a b",
        marks=(
            Mark(start=0, end=1, kind="url", url="https://a.example/"),
            Mark(start=2, end=3, kind="bold"),
        ),
        card=Card(url="https://b.example/"),
        buttons=(
            (Button(label="a", url="https://a.example/"), Button(label="c", callback="c")),
            (Button(label="d", url="https://d.example/"),),
        ),
    )
    assert standing.links == ["https://a.example/", "https://b.example/", "https://d.example/"]


def test_channels_are_found_by_platform_and_name_in_any_case() -> None:
    ledger = Ledger()
    news = ledger.channel("telegram", "News", "The News")
    ledger.channel("x", "news")
    assert ledger.channel("telegram", "News") is news
    assert ledger.find("telegram", "NEWS") is news
    assert ledger.find("telegram", "other") is None


def test_a_picture_is_kept_once() -> None:
    ledger = Ledger()
    keys = {ledger.keep(data, "image/png") for data in (b"a", b"a", b"b")}
    assert len(keys) == 2
    assert {ledger.picture(key) for key in keys} == {("image/png", b"a"), ("image/png", b"b")}
