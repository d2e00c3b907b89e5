"""Pages as documents to show."""

from pathlib import Path
from typing import Any

import pytest

from bot.cli import previews
from bot.cli.previews import Wanted, documents
from bot.steps.read import article_from


def test_a_page_that_defeats_us_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [str(tmp_path / name) for name in ("bad.html", "good.html")]
    for page in pages:
        Path(page).write_text("<title>It rains</title>")

    def fragile(entry: Any, html: str, url: str, **more: Any) -> Any:
        if "bad" in url:
            raise ZeroDivisionError(url)
        return article_from(entry, html, url, **more)

    monkeypatch.setattr(previews, "article_from", fragile)
    bad, good = documents(pages, None, Wanted(base_url="https://e.org"))
    assert bad == {
        "source": pages[0],
        "error": f"{pages[0]}: ZeroDivisionError('https://e.org/bad.html')",
    }
    assert good["article"]["headline"] == "It rains"
