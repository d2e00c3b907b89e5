"""How Meta's stand-ins answer: refusals with codes, lists page by page."""

from collections.abc import Mapping, Sequence

Fields = Mapping[str, str | bytes]
"""What a call brings, in its form or its query."""
LONGEST_PAGE = 100


class Problem(Exception):
    """Meta's answer to a call that it refuses."""

    def __init__(self, status: int, code: int, message: str, subcode: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.subcode = subcode

    def body(self) -> dict[str, object]:
        """Say it as the Graph API does."""
        error: dict[str, object] = {
            "message": str(self),
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": "Sandbox",
        }
        return {"error": error | ({"error_subcode": self.subcode} if self.subcode else {})}


def gone(thing: str) -> Problem:
    what = (
        f"Unsupported request. Object with ID '{thing}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation."
    )
    return Problem(400, 100, what, 33)


def paged(things: Sequence[object], fields: Fields) -> dict[str, object]:
    """Give a page of a list, with where the next one begins."""
    at = int(str(fields.get("after", 0)))
    end = at + min(LONGEST_PAGE, int(str(fields.get("limit", 25))))
    paging: dict[str, object] = {"cursors": {"before": str(at), "after": str(end)}}
    more = {"next": "https://graph.sandbox/"} if len(things) > end else {}
    return {"data": [*things[at:end]], "paging": paging | more}
