"""Whether a text names a word that somebody asked for. Pure."""

import regex

from bot.text.words import DENSE

GRAVE = tuple(
    "death deaths dead dies died killed kills crash crashes murder murdered suicide shooting stabbing victim victims"
    " massacre bombing funeral obituary tot tote toten toter getötet mord opfer unglück absturz"
    " mort morts mortes décès tué tués meurtre muerte muerto muertos muere mueren asesinato víctimas"
    " morto morti morte uccisi vittime mortos vítimas погиб погибла погибли убит убиты жертвы"
    " загинув загинули zmarł zmarła zginął zginęli ofiary öldü ölü ölen قتيل قتلى وفاة ضحايا".split()
)
"""Words beside which hashtags are out of place, where the operator names none."""
_DENSE = regex.compile(DENSE)


def is_named(keyword: str, text: str) -> bool:
    """Say whether a whole word or phrase stands in a text, in whatever case.

    "Record-breaking" does not name "breaking". Scripts that set no spaces have no whole words.
    """
    wanted = " ".join(keyword.casefold().split())
    if not wanted:
        return False
    before = "" if _DENSE.match(wanted[0]) else r"(?<![\w\-‐‑])"
    after = "" if _DENSE.match(wanted[-1]) else r"(?![\w\-‐‑])"
    pattern = r"\s+".join(map(regex.escape, wanted.split()))
    return bool(regex.search(f"{before}{pattern}{after}", text.casefold()))
