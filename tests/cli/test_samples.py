"""Sites read as their operator says, and sample articles held to what he expects."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Herald = Callable[..., Any]
STORY = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
PAGE = f"""<title>Tick | Lamps</title><meta property="og:title" content="Tick special: lamps">
<meta property="og:image" content="https://cdn.example/lamps-at-dusk.jpg">
<h2 class="head">Lamps lit again</h2><figure><img src="https://cdn.example/lamps-at-dusk.jpg">
<figcaption>The quay. Photo: Jane Roe</figcaption></figure>
<div class="text"><p>{STORY}</p><p>Come to the Tick evening in the old harbour in May!</p></div>"""
SITES = """
sites:
  - host: www.morningtick.example
    title: h2.head
    furniture: the tick evening
tests:
  - page: lamps.html
    url: https://www.morningtick.example/lamps
    expect:
      headline: Lamps lit again
      label: ""
      credit: Jane Roe
      paywalled: false
      has: The harbour lamps
      lacks: [Tick evening]
      posts:
        x: |
          Lamps lit again

          Photo: Jane Roe
          https://www.morningtick.example/lamps
"""


@pytest.fixture
def sample(example: Path, _secrets: None) -> Path:
    (example.parent / "lamps.html").write_text(PAGE)
    example.write_text(example.read_text().replace("max_sentences: 2", "max_sentences: 0") + SITES)
    return example


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_samples_that_give_what_is_expected_pass(herald: Herald, sample: Path) -> None:
    done = herald("-c", sample, "check")
    assert (done.code, done.err) == (0, "")
    assert "sample articles: 1, failures: 0" in done.out
    told = json.loads(herald("-c", sample, "check", "--json").out)
    assert told["tests"] == {"articles": 1, "failures": []}


def test_what_a_sample_gives_instead_is_told_with_its_place(herald: Herald, sample: Path) -> None:
    text = sample.read_text().replace("headline: Lamps lit again", "headline: Lamps are lit again")
    text = text.replace("furniture: the tick evening", "furniture: the tock evening")
    sample.write_text(text.replace("      credit: Jane Roe", "      credit: Roe"))
    done = herald("-c", sample, "check")
    assert done.code == 1
    credit, headline, lacks = done.err.splitlines()
    where = (
        f"{sample}:{line_of(sample, '      headline: Lamps are')}:17: tests[0].expect.headline: "
    )
    assert headline == where + "expected 'Lamps are lit again', found 'Lamps lit again'"
    assert credit.endswith("tests[0].expect.credit: expected 'Roe', found 'Jane Roe'")
    assert lacks.endswith("tests[0].expect.lacks[0]: the body has 'Tick evening'")
    told = herald("-c", sample, "check", "--json")
    assert told.code == 1
    assert json.loads(told.out)["tests"]["failures"] == [credit, headline, lacks]


def test_a_sample_that_is_no_page_is_told(herald: Herald, sample: Path) -> None:
    (sample.parent / "lamps.html").write_bytes(b"%PDF-1.7")
    done = herald("-c", sample, "check")
    assert done.code == 1
    assert done.err.strip().endswith("lamps.html is no page but a PDF")


def test_a_post_that_differs_is_shown(herald: Herald, sample: Path) -> None:
    sample.write_text(sample.read_text().replace("title: h2.head", "title: h3.head"))
    done = herald("-c", sample, "check")
    assert done.code == 1
    assert "tests[0].expect.posts.x: expected 'Lamps lit again\\n\\nPhoto: Jane" in done.err


def test_a_sample_that_is_not_there_fails_alone(herald: Herald, sample: Path) -> None:
    (sample.parent / "lamps.html").unlink()
    done = herald("-c", sample, "check")
    assert done.code == 1
    assert "tests[0].page: " in done.err
    assert "lamps.html cannot be read: No such file or directory" in done.err


def test_mistakes_in_sites_and_tests_are_told_like_all_others(
    herald: Herald, sample: Path
) -> None:
    text = sample.read_text().replace("title: h2.head", "title: 'h2..head'")
    text = text.replace("host: www.", "host: https://www.").replace("        x: |", "        y: |")
    sample.write_text(text.replace("credit: Jane", "credits: Jane"))
    done = herald("-c", sample, "check")
    assert done.code == 78
    host, title, credit, post = done.out.splitlines()
    assert "sites[0].host: must be the name of a host, like www.example.org" in host
    assert "sites[0].title: must be a CSS selector" in title
    assert "tests[0].expect.credits: unknown key, did you mean credit?" in credit
    assert "tests[0].expect.posts.y: no destination has this name" in post


def test_preview_reads_a_site_as_its_profile_says(herald: Herald, sample: Path) -> None:
    page = sample.parent / "lamps.html"
    words = ("preview", page, "--base-url", "https://www.morningtick.example/", "--full", "--json")
    article = json.loads(herald("-c", sample, *words).out)["article"]
    assert (article["headline"], article["text"]) == ("Lamps lit again", STORY)
    assert article["origins"]["headline"] == "profile"


def test_preview_shows_what_was_not_taken_so_that_a_profile_is_soon_written(
    herald: Herald, sample: Path
) -> None:
    page = sample.parent / "lamps.html"
    sample.write_text(sample.read_text().replace("title: h2.head", "title: h3"))
    (sample.parent / "same.html").write_text(PAGE)
    words = ("-c", sample, "preview", page, "--base-url", "https://www.morningtick.example/")
    out = herald(*words).out
    assert "headline: Tick special: lamps  (meta)" in out
    assert "headline: Lamps lit again  (h2.head)" in out.partition("── not taken")[2]
    rejected = json.loads(herald(*words, "--json").out)["rejected"]
    chosen = {"value": "Lamps lit again", "origin": "page", "selector": "h2.head"}
    assert chosen in rejected["headline"]
    many = (*words, sample.parent / "same.html", "--json")
    assert all("rejected" not in document for document in json.loads(herald(*many).out))
    assert all("rejected" in document for document in json.loads(herald(*many, "--rejected").out))


def test_two_long_texts_are_shown_from_where_they_differ(herald: Herald, sample: Path) -> None:
    told = " ".join(f"Lamp {n} was lit." for n in range(40))
    page = sample.parent / "lamps.html"
    page.write_text(f'{PAGE}<meta name="description" content="{told}">')
    wrong = told.replace("Lamp 30 was", "Lamp 30 is")
    sample.write_text(sample.read_text().replace('label: ""', f"summary: {wrong}"))
    (said,) = (
        line for line in herald("-c", sample, "check").err.splitlines() if "summary" in line
    )
    assert "is lit. Lamp 31" in said
    assert "was lit. Lamp 31" in said
