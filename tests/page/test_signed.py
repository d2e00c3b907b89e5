import pytest

from bot.page.dom import parse
from bot.page.outline import Outline
from bot.page.signed import signatures

HEADLINE = "Harbour lamps of Port Ellery lit again"
STORY = [
    "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years.",
    "Fishermen had asked for them since a storm broke the last one of the old lamps.",
    "The council voted for new ones in March, and nobody has complained since then.",
]


def writers(over: str = "", under: str = "", last: str = "") -> list[str]:
    told = "".join(f"<p>{text}</p>" for text in (*STORY[:-1], STORY[-1] + last))
    page = f"<article><h1>{HEADLINE}</h1>{over}<div>{told}{under}</div><h2>More</h2></article>"
    return next(filter(None, signatures(Outline(parse(page)), HEADLINE)), [])


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ines Calloway", ["Ines Calloway"]),
        ("By Ines Calloway, Port Ellery", ["Ines Calloway"]),
        ("By Ines Calloway and Tom Okafor", ["Ines Calloway", "Tom Okafor"]),
        ("By Ines Calloway, Tom Okafor and Li Wei", ["Ines Calloway", "Tom Okafor", "Li Wei"]),
        ("By I. Calloway | 20 May 2026", ["I. Calloway"]),
        ("Von Anna von Berg, Hamburg", ["Anna von Berg"]),
        ("Texto Teresa Valadares", ["Teresa Valadares"]),
        ("Texte : Jeanne Le Goff", ["Jeanne Le Goff"]),
        ("Автор: Вера Ланская", ["Вера Ланская"]),
        ("Rozmawiała Anna Nowak", ["Anna Nowak"]),
        ("מאת: רועי בן-ארצי", ["רועי בן-ארצי"]),
        ("By our correspondent", []),
        ("By the sea", []),
        ("By Staff Reporter", []),
        ("Di nuovo accese le luci", []),
        ("Par ici la sortie", []),
        ("Port Ellery", []),
    ],
)
def test_a_line_under_the_headline_says_who_wrote_it(line: str, names: list[str]) -> None:
    assert writers(over=f"<p>{line}</p>") == names
    assert writers(over=f"<p>{STORY[2]}</p><p>{line}</p>") == names


def test_a_line_within_the_story_says_nothing_of_who_wrote_it() -> None:
    told = "".join(f"<p>{text}</p>" for text in (*STORY, "By Ines Calloway", *STORY))
    page = f"<article><h1>{HEADLINE}</h1>{told}</article>"
    assert not any(signatures(Outline(parse(page)), HEADLINE))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p class=x><b>Стойка Манолева</b></p>", ["Стойка Манолева"]),
        ("<div align=right><i>Николай Лапшин</i></div>", ["Николай Лапшин"]),
        ("<p>(Anna van den Berg)</p>", ["Anna van den Berg"]),
        ("<p>– Anna Nowak</p>", ["Anna Nowak"]),
        ("<p>By Ines Calloway</p>", ["Ines Calloway"]),
        ("<p>Getty Images</p>", []),
        ("<p>Tick News</p>", []),
        ("<p>Read more</p>", []),
        ("<h3>Anna Nowak</h3>", []),
    ],
)
def test_a_name_under_the_last_sentence_is_the_writers(line: str, names: list[str]) -> None:
    assert writers(under=line) == names


@pytest.mark.parametrize(
    ("last", "names"),
    [
        (" (Anna Nowak)", ["Anna Nowak"]),
        (" (dpa)", []),
        (" (Getty Images)", []),
        (" (see below)", []),
    ],
)
def test_a_name_in_brackets_behind_the_last_sentence_is_the_writers(
    last: str, names: list[str]
) -> None:
    assert writers(last=last) == names


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (
            "（潮報記者林佩君港城12日電）港口的燈今天再度亮起，漁民們已經等了十一年。",
            "",
            ["林佩君"],
        ),
        ("（潮报记者林佩港城12日电）港口的灯今天再度亮起，渔民们已经等了十一年。", "", ["林佩"]),
        ("記者林佩君／港城報導 港口的燈今天再度亮起，漁民們已經等了十一年。", "", ["林佩君"]),
        (
            "(항구=조수뉴스) 김등대 기자 = 항구의 등불이 금요일에 다시 켜졌다고 시가 밝혔다.",
            "",
            ["김등대"],
        ),
        (
            "港の灯が金曜日、十一年ぶりに再びともった。漁師たちが待ち望んでいた。",
            "（灯台美咲）",
            ["灯台美咲"],
        ),
        (
            "港の灯が金曜日、十一年ぶりに再びともった。漁師たちが待ち望んでいた。",
            "（港町支局）",
            [],
        ),
        ("港の灯が金曜日、十一年ぶりに再びともった。市の記者会見で市長が述べた。", "", []),
    ],
)
def test_reporters_sign_in_the_first_or_last_sentence_where_names_have_no_capitals(
    first: str, last: str, names: list[str]
) -> None:
    told = f"<p>{first}</p><p>港の灯が金曜日、十一年ぶりに再びともった。漁師たちが待ち望んでいた。{last}</p>"
    page = f"<article><h1>{HEADLINE}</h1><div>{told}</div></article>"
    assert next(filter(None, signatures(Outline(parse(page)), HEADLINE)), []) == names
