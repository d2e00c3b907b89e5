"""A Telegram chat: its messages and their ids, who may write, and how fast."""

import math
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.sandbox.ledger import Channel, Ledger, Standing
from bot.sandbox.telegram_content import Content
from bot.sandbox.telegram_text import Refusal

PER_MINUTE = 20
"""Messages a bot may send to one chat a minute; besides one a second."""

DELETABLE_FOR = 48 * 3600
"""Seconds in which a bot may delete its own posts without the right to delete messages."""

_USERNAME = re.compile(r"[a-z]\w{3,31}", re.ASCII)
_CHANNEL_ID = re.compile(r"-100\d{9,}")
_GROUP_ID = re.compile(r"-[1-9]\d{0,11}")
_FIRST_ID = -1001000000000
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories"
)
_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"

Wire = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that exists, and what bots may do there; `id` 0 means: give it one.

    `username` is without the "@" and empty for a private channel.
    """

    username: str = ""
    id: int = 0
    title: str = ""
    is_member: bool = True
    is_admin: bool = True
    can_post: bool = True
    can_delete: bool = True


PEOPLE: dict[int, tuple[Wire, str]] = {
    7: ({"id": 7, "is_bot": False, "first_name": "Anna", "username": "anna"}, "creator"),
    8: ({"id": 8, "is_bot": False, "first_name": "Ben", "username": "benno"}, "member"),
}
"""Who is in every chat, and as what."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot, as its token names it."""

    id: int
    username: str

    def wire(self) -> Wire:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.username,
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }


@dataclass(slots=True)
class Room:
    """A chat with its messages; the creation of a channel is message 1, so posts begin at 2."""

    chat: Chat
    channel: Channel
    pinned: str = ""
    moved_to: int = 0
    _contents: dict[str, Content] = field(default_factory=dict)
    _sent: deque[float] = field(default_factory=lambda: deque(maxlen=PER_MINUTE))
    _last_id: int = 0

    def wire(self) -> Wire:
        kind = "group" if _GROUP_ID.fullmatch(str(self.chat.id)) else "channel"
        wire: Wire = {"id": self.chat.id, "type": kind, "title": self.channel.title}
        return wire | ({"username": self.chat.username} if self.chat.username else {})

    def admit(self, count: int, now: float, *, enforce_limits: bool) -> None:
        """Let a bot send `count` messages now, or raise Refusal."""
        if not self.chat.is_member:
            raise Refusal("bot is not a member of the channel chat", status=403)
        if not self.chat.can_post:
            raise Refusal("need administrator rights in the channel chat")
        free_at = self._sent[-1] + 1 if self._sent else 0.0
        if len(self._sent) == PER_MINUTE:
            free_at = max(free_at, self._sent[0] + 60)
        if enforce_limits and free_at > now:
            wait = math.ceil(free_at - now)
            raise Refusal(f"retry after {wait}", status=429, retry_after=wait)
        self._sent.extend([now] * count)

    def _stamp(self, now: float) -> Wire:
        self._last_id += 1
        return {
            "message_id": self._last_id,
            "date": int(now),
            "chat": self.wire(),
            "sender_chat": self.wire(),
        }

    def serve_notice(self, now: float) -> None:
        """Add a service message, which takes an id and is nobody's to edit or delete."""
        wire = self._stamp(now)
        self.channel.add(
            Standing(id=str(self._last_id), at=now, author="", service=True, wire=wire)
        )

    def post(self, bot: Bot, content: Content, now: float, **more: object) -> Wire:
        """Put a new message up; `more` are further fields of the Bot API's Message."""
        wire = self._stamp(now)
        reply = more.get("reply_to_message")
        standing = Standing(
            id=str(self._last_id),
            at=now,
            author=bot.username,
            reply_to=str(reply["message_id"]) if isinstance(reply, Mapping) else "",
            album=str(more.get("media_group_id", "")),
            silent=bool(more.pop("silent", False)),
            wire=wire | more,
        )
        self.channel.add(self._show(standing, content))
        return self.message(standing.id)

    def edit(self, bot: Bot, message_id: int, content: Content, now: float) -> Wire:
        """Change a message of the bot's own into `content`."""
        standing = self.own(bot, message_id)
        if self._contents[standing.id] == content:
            raise Refusal(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        wire = dict(standing.wire) | {"edit_date": int(now)}
        self.channel.replace(self._show(replace(standing, edited_at=now, wire=wire), content))
        return self.message(standing.id)

    def _show(self, standing: Standing, content: Content) -> Standing:
        self._contents[standing.id] = content
        return replace(
            standing,
            text=content.text,
            marks=content.marks,
            photos=(content.photo,) if content.photo else content.figures,
            buttons=content.rows,
            card=content.card,
        )

    def message(self, message_id: int | str) -> Wire:
        """Give a message as the Bot API shows it."""
        content = self._contents.get(str(message_id))
        stamp = dict(self.channel.posts[str(message_id)].wire)
        return stamp | content.wire() if content else stamp

    def content(self, message_id: int, missing: str) -> Content:
        """Say what a message holds; raise Refusal with the text `missing`."""
        if str(message_id) not in self._contents:
            raise Refusal(missing)
        return self._contents[str(message_id)]

    def own(self, bot: Bot, message_id: int) -> Standing:
        """Find a message that the bot may edit."""
        standing = self.channel.posts.get(str(message_id))
        if standing is None:
            raise Refusal("message to edit not found")
        if standing.author != bot.username:
            raise Refusal("message can't be edited")
        return standing

    def delete(self, bot: Bot, message_id: int, now: float) -> None:
        standing = self.channel.posts.get(str(message_id))
        if standing is None:
            raise Refusal("message to delete not found")
        is_fresh = standing.author == bot.username and now - standing.at < DELETABLE_FOR
        if standing.service or not (is_fresh or self.chat.can_delete):
            raise Refusal("message can't be deleted")
        del self._contents[standing.id]
        self.channel.remove(standing.id)

    def describe(self) -> Wire:
        """Give what getChat answers."""
        described = self.wire() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS.split(), False),
        }
        if self.pinned in self.channel.posts:
            described["pinned_message"] = self.message(self.pinned)
        return described


def membership(room: Room, bot: Bot, user_id: int) -> Wire:
    """Give what getChatMember answers: the bot itself, others only where it is an administrator."""
    if not room.chat.is_member or not (room.chat.is_admin or user_id == bot.id):
        raise Refusal("member list is inaccessible")
    if user_id in PEOPLE:
        user, status = PEOPLE[user_id]
        return {"status": status, "user": user} | (
            {"is_anonymous": False} if status == "creator" else {}
        )
    if user_id != bot.id:
        raise Refusal("user not found")
    if not room.chat.is_admin:
        return {"status": "member", "user": bot.wire()}
    return dict[str, object].fromkeys(_RIGHTS.split(), False) | {
        "status": "administrator",
        "user": bot.wire(),
        "can_manage_chat": True,
        "can_post_messages": room.chat.can_post,
        "can_edit_messages": room.chat.can_post,
        "can_delete_messages": room.chat.can_delete,
    }


class Rooms:
    """All chats by "@username" and by id."""

    def __init__(self, ledger: Ledger, *, open_channels: bool) -> None:
        self._ledger = ledger
        self._open_channels = open_channels
        self._rooms: dict[str, Room] = {}

    def find(self, chat_id: int | str, now: float) -> Room:
        """Find a chat, or open a channel where that is allowed; raise Refusal."""
        name = str(chat_id).lower()
        if name not in self._rooms and self._open_channels:
            if name.startswith("@") and _USERNAME.fullmatch(name[1:]):
                self.open(Chat(username=str(chat_id)[1:]), now)
            elif _CHANNEL_ID.fullmatch(name) or _GROUP_ID.fullmatch(name):
                self.open(Chat(id=int(name)), now)
        if name not in self._rooms:
            raise Refusal("chat not found")
        room = self._rooms[name]
        if room.moved_to:
            why = "group chat was upgraded to a supergroup chat"
            raise Refusal(why, migrate_to_chat_id=room.moved_to)
        return room

    def upgrade(self, chat_id: int | str, now: float) -> int:
        """Make a supergroup of a group, with ids that begin anew; gives what it is called by now."""
        room = self.find(chat_id, now)
        room.moved_to = _FIRST_ID - len(self._rooms)
        self.open(Chat(id=room.moved_to, title=room.channel.title), now)
        return room.moved_to

    def open(self, chat: Chat, now: float) -> None:
        """Create a chat; its first message says so."""
        if not chat.id:
            chat = replace(chat, id=_FIRST_ID - len(self._rooms))
        channel = self._ledger.channel("telegram", chat.username or str(chat.id), chat.title)
        room = Room(chat, channel)
        room.serve_notice(now)
        self._rooms[str(chat.id)] = room
        if chat.username:
            self._rooms[f"@{chat.username.lower()}"] = room
