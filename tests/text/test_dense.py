"""Negations in scripts without spaces between words, and in Korean."""

import pytest

from bot.text.faithful import objection

JAPANESE = (
    "政府は火曜日、来年度の消費税を引き上げる方針を発表した。首相は「国民の理解を得たい」と述べた。"
    "食料品の税率は変更しない。野党は増税に反対している。新しい橋は5月に開通する予定だ。"
)
CHINESE = "市政府周三宣布，新的地铁三号线将于五月通车。从机场到市中心的时间将缩短。票价不会上涨，东湖站暂时没有开放。"
KOREAN = "정부는 화요일에 내년 소비세를 인상한다고 발표했다. 식료품 세율은 바꾸지 않는다. 새 다리는 5월에 개통한다."


@pytest.mark.parametrize(
    ("said", "article", "language"),
    [
        ("政府は来年度の消費税を引き上げない方針を発表した。", JAPANESE, "ja"),
        ("新しい橋は5月に開通しない予定だ。", JAPANESE, "ja"),
        ("新しい橋は5月に開通しません。", JAPANESE, "ja"),
        ("新的地铁三号线五月不会通车。", CHINESE, "zh"),
        ("从机场到市中心的时间不会缩短。", CHINESE, "zh"),
        ("새 다리는 5월에 개통하지 않는다.", KOREAN, "ko"),
    ],
)
def test_what_the_article_only_asserts_may_not_be_denied(
    said: str, article: str, language: str
) -> None:
    assert "does not deny" in objection(said, article, language)


@pytest.mark.parametrize(
    ("said", "article", "language"),
    [
        ("食料品の税率は変更する。", JAPANESE, "ja"),
        ("票价会上涨，地铁三号线将于五月通车。", CHINESE, "zh"),
        ("식료품 세율은 바꾼다.", KOREAN, "ko"),
    ],
)
def test_what_the_article_denies_may_not_be_asserted(
    said: str, article: str, language: str
) -> None:
    assert "denies it" in objection(said, article, language)


@pytest.mark.parametrize(
    ("said", "article", "language"),
    [
        ("政府は消費税を引き上げるが、食料品の税率は変えない方針だ。", JAPANESE, "ja"),
        ("野党は増税を認めない。", JAPANESE, "ja"),
        ("食料品の税率は変更されない。", JAPANESE, "ja"),
        ("票价不上涨，三号线五月通车。", CHINESE, "zh"),
        ("东湖站暂未开放。", CHINESE, "zh"),
        ("식료품 세율은 바뀌지 않는다.", KOREAN, "ko"),
    ],
)
def test_a_negation_in_other_words_passes(said: str, article: str, language: str) -> None:
    assert objection(said, article, language) == ""
