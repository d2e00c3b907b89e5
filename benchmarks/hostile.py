"""Pages that would stop a careless reader."""


def _captioned(words: str) -> str:
    figure = f'<figure><img src="/m/lamps.jpg"><figcaption>{words}</figcaption></figure>'
    return f'<meta property="og:image" content="/m/lamps.jpg"><h1>Lamps</h1>{figure}'


STORY = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
HOSTILE = {
    "nested 20,000 deep": "<div>" * 20_000 + STORY,
    "200,000 links": '<a href="https://x.com/name">and words to read</a>' * 200_000,
    "places side by side": '<div><a href="https://x.com/a">x</a></div>' * 20_000,
    "a bomb of brackets": f'<script type="application/ld+json">{"[" * 2_000_000}</script>',
    "a bomb of objects": '<script type="application/ld+json">' + '{"a":' * 100_000 + "</script>",
    "many scripts": '<script type="application/ld+json">{"@type":"Article"}</script>' * 20_000,
    "5 MB of one paragraph": "<p>" + "Some words here. " * 300_000,
    "5 MB of paragraphs": "<p>Some words that nobody has linked, here and there.</p>" * 90_000,
    "standfirsts": "<h1>Lamps</h1><div class=lead>"
    + "".join(f"<p>The council opened bridge {n} on Monday.</p>" for n in range(14_000)),
    "unclosed tables": "<table><tr><td>x" * 20_000,
    "figures": '<figure><img src="x.jpg"><figcaption>Photo: X</figcaption></figure>' * 20_000,
    "headings": "<h1>Lamps lit again in Port Ellery</h1>" * 20_000,
    "a headline of 4 MB": f"<title>{'word - ' * 600_000}</title>",
    "a description of 4 MB": f'<meta name="description" content="{STORY * 50_000}"><p>{STORY}',
    "an alt text of 4 MB": f'<img itemprop="image" src="/m/lamps.jpg" alt="{"lamps " * 600_000}">',
    "a script that is no JSON": f'<script type="application/ld+json">{{{"a: // " * 800_000}</script>',
    "signs that are no words": "".join(
        f'<div>{"- " * 140}{n} <a href="https://t.me/ab">Telegram</a></div>' for n in range(13_000)
    ),
    "white space": "<p>" + " \n" * 2_000_000 + "x",
    "classes": "".join(f'<p class="c{n} related">words</p>' for n in range(20_000)),
    "meta": '<meta name="author" content="by a, b and c">' * 40_000,
    "bylines around a story": "<div class=byline>" * 50 + "Some words here. " * 120_000,
    "writers without end": f'<meta name="author" content="{"Ann Lee and " * 400_000}">',
    "an author of one word": f'<meta name="author" content="{"a" * 2_000_000}">',
    "keywords": f'<meta name="keywords" content="{"a," * 1_000_000}">',
    "captions within captions": _captioned('<span class="caption x">' * 8_000 + "a"),
    "hidden words": _captioned('<b class="sr-only">ab </b>' * 30_000),
    "credits": _captioned("<span class=credit>a </span>" * 50_000),
    "stops in a credit": _captioned(f"A boat.<span class=credit>{'.' * 2_000_000}</span>"),
    "brackets in a caption": _captioned("(" * 50_000),
    "marks in a caption": _captioned("= " * 50_000 + "AP"),
    "controls and surrogates": "<p>\0\x01\ud800\udc00</p><h1>\ud800</h1>" * 1_000,
}
