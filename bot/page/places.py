"""Addresses of pages, channels and accounts on the platforms, told from buttons and posts there."""

import re
from functools import lru_cache

_NOBODY = frozenset(
    "home i intent share sharer hashtag search explore about privacy tos login settings plugins tr"
    " dialog help policies legal widgets embed oauth signup download compose messages groups pages"
    " watch profile p reel reels stories s c wordpresscom your-page username".split()
)
"""Names that are the platform's own pages or stand in templates that nobody filled in."""

_PATTERNS: dict[str, tuple[str, str]] = {
    "x": (r"(?:twitter|x)\.com/(?:#!/)?@?(\w{1,15})", "https://x.com/{}"),
    "facebook": (
        (
            r"(?:facebook|fb)\.(?:com|me)/(?:pg/)?"
            r"(pages/[^/?#]+/\d+|people/[^/?#]+/\d+|profile\.php\?id=\d+|[\w.%-]+)(?:/about)?"
        ),
        "https://www.facebook.com/{}",
    ),
    "telegram": (
        r"(?:t\.me|telegram\.(?:me|dog))/(?:s/)?([a-z]\w{3,31}|\+[\w-]+|joinchat/[\w-]+)",
        "https://t.me/{}",
    ),
    "google_news": (
        (
            r"(news\.google\.com/(?:\w+/)*publications/[\w-]+"
            r"|google\.[a-z.]+/preferences/source\?q=[^&#]+)"
        ),
        "https://{}",
    ),
    "bluesky": (r"bsky\.app/profile/([\w.:-]+)", "https://bsky.app/profile/{}"),
    "threads": (r"threads\.(?:net|com)/@([\w.]+)", "https://www.threads.net/@{}"),
    "linkedin": (
        r"linkedin\.com/((?:company|showcase|school)/[\w.%-]+)(?:/about)?",
        "https://www.linkedin.com/{}",
    ),
    "whatsapp": (r"whatsapp\.com/channel/([\w-]+)", "https://whatsapp.com/channel/{}"),
    "instagram": (r"instagram\.com/([\w.]+)", "https://www.instagram.com/{}"),
    "youtube": (
        r"youtube\.com/(@[\w.%-]+|(?:c|channel|user)/[\w.%-]+)(?:/featured|/videos)?",
        "https://www.youtube.com/{}",
    ),
    "discord": (
        r"(?:discord\.gg|discord(?:app)?\.com/invite)/([\w-]+)",
        "https://discord.gg/{}",
    ),
    "reddit": (r"reddit\.com/(r/\w+)", "https://www.reddit.com/{}"),
    "tiktok": (r"tiktok\.com/@([\w.]+)", "https://www.tiktok.com/@{}"),
    "flipboard": (r"flipboard\.com/(@[\w.-]+)", "https://flipboard.com/{}"),
    "matrix": (
        r"matrix\.to/#/((?:#|%23)[^/?#\s]+(?::|%3a)[\w.:-]+)",
        "https://matrix.to/#/{}",
    ),
    "slack": (r"(join\.slack\.com/t/[\w-]+/shared_invite/[\w~-]+)", "https://{}"),
    "mastodon": (r"((?:[\w-]+\.)+[a-z]{2,}/@\w+)(?:@[\w.-]+)?", "https://{}"),
}
INVITING = frozenset(_PATTERNS) - {"slack", "matrix"}
"""Platforms that sites usually invite their readers to; workspaces and rooms mostly are for insiders."""
_PLACES = {
    platform: (re.compile(rf"{pattern}/*(?:[?#].*)?", re.IGNORECASE | re.ASCII), address)
    for platform, (pattern, address) in _PATTERNS.items()
}
_MAY_BE = re.compile(
    r"//(?:[\w-]+\.)*(?:twitter|x|facebook|fb|t|telegram|google|bsky|threads|linkedin|whatsapp"
    r"|instagram|youtube|discord(?:app)?|reddit|tiktok|flipboard|matrix|slack)\.\w+(?:\.\w+)?/|//[^/]+/@"
)
_FRONT = re.compile(
    r"(?:https?:)?//(?:(?:www|m|mobile|web|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=[\w-]+\.\w))?",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"[?&](?:url|u|text)=|/(?:share|intent|sharer\w*)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:.+\.)?(?:medium|youtube|tiktok|threads|flipboard|substack|twitter|x|telegram|t|odysee"
    r"|rumble|vk|steemit|hive|peakd|patreon|npmjs|unpkg|jsdelivr|google)\.\w+/",
    re.IGNORECASE,
)
"""Sites that write `/@name` as Mastodon's servers do."""


@lru_cache(maxsize=2048)
def place_of(url: str) -> tuple[str, str] | None:
    """Say which platform an address leads to and where there: ("x", "https://x.com/handle").

    None for share buttons, single posts, the platforms' own pages and all other addresses.
    """
    if len(url) > 300 or not _MAY_BE.search(url.lower()) or _BUTTON.search(url):  # noqa: PLR2004
        return None
    rest, cut = _FRONT.subn("", url.strip(), count=1)
    if not cut:
        return None
    for platform, (pattern, address) in _PLACES.items():
        found = pattern.fullmatch(rest)
        if found:
            name = found[1]
            if name.lower().removesuffix(".php") in _NOBODY:
                return None
            if platform == "mastodon" and _OTHERS.match(name):
                return None
            return platform, address.format(name)
    return None
