"""Notices that the configuration file changed; a file half written is not yet a change."""

import hashlib
from collections.abc import Mapping

from bot.errors import ConfigError
from bot.ports import Platform, Source
from bot.settings.loader import read, understand
from bot.settings.settings import Settings


class Watcher:
    """Looks at the file's content; a change counts once two looks have seen the same."""

    def __init__(
        self,
        settings: Settings,
        platforms: Mapping[str, type[Platform]],
        kinds: Mapping[str, type[Source]],
    ) -> None:
        self._path = settings.path
        self._platforms = platforms
        self._kinds = kinds
        self._judged = self._seen = settings.digest

    def check(self) -> Settings | ConfigError | None:
        """Give the new settings, or why they cannot be used, once; None: nothing new."""
        try:
            content = read(self._path)
        except ConfigError as error:
            return error if self._is_new(f"unreadable: {error}") else None
        if not self._is_new(hashlib.sha256(content).hexdigest()):
            return None
        try:
            return understand(content, self._path, self._platforms, self._kinds)
        except ConfigError as error:
            return error

    def _is_new(self, look: str) -> bool:
        is_still = look == self._seen
        is_new = is_still and look != self._judged
        self._seen = look
        if is_new:
            self._judged = look
        return is_new
