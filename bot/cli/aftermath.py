"""What became of an article after it was posted: looked at, gone, withdrawn, back. Pure."""

from collections.abc import Iterator

from bot.cli.stage import HOLD, PASS, STOP, WAIT, Stage
from bot.store.showing import ShownArticle


def aftermath(shown: ShownArticle) -> Iterator[Stage]:
    """Tell how an article is followed that went somewhere."""
    if shown.ended:
        yield _end(shown)
    elif shown.gone_at is not None:
        why = f"its page seems gone ({shown.gone_why}); if it still is by then, it is withdrawn"
        yield Stage(stage="follow", verdict=WAIT, at=shown.look_at, why=why)
    elif shown.look_at is not None:
        why = "its page is looked at again; where it has changed, what stands is corrected"
        yield Stage(stage="follow", verdict=PASS, at=shown.look_at, why=why)
    else:
        why = "its page is looked at only where its source says something else of it"
        yield Stage(stage="follow", verdict=PASS, why=why)


def _end(shown: ShownArticle) -> Stage:
    why = f"withdrawn: {shown.ended}"
    if shown.returned_at is not None:
        why += "; its page is there again, but what was withdrawn is not posted again"
        return Stage(stage="follow", verdict=STOP, at=shown.returned_at, why=why)
    if shown.end_hold:
        why += f"; {shown.end_hold} A person decides about each retraction"
    verdict = HOLD if shown.end_hold else STOP
    return Stage(stage="follow", verdict=verdict, at=shown.ended_at, why=why)
