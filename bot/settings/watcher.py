"""Notices that the configuration or a secret's file changed; half written it is not yet a change."""

import hashlib
from collections.abc import Mapping

from bot.errors import ConfigError
from bot.ports import Platform, Source
from bot.settings.loader import read, understand
from bot.settings.references import seal
from bot.settings.settings import Settings


class Watcher:
    """Looks at the files' content; a change counts once two looks have seen the same."""

    def __init__(
        self,
        settings: Settings,
        platforms: Mapping[str, type[Platform]],
        kinds: Mapping[str, type[Source]],
    ) -> None:
        self._path = settings.path
        self._platforms = platforms
        self._kinds = kinds
        self._seals = settings.seals
        self._judged = self._seen = self._look(settings.digest, settings.seals)

    def check(self) -> Settings | ConfigError | None:
        """Give the new settings, or why they cannot be used, once; None: nothing new."""
        try:
            content = read(self._path)
        except ConfigError as error:
            return error if self._is_new(f"unreadable: {error}") else None
        seals = {secret: seal(secret, self._path.parent) for secret in self._seals}
        if not self._is_new(self._look(hashlib.sha256(content).hexdigest(), seals)):
            return None
        try:
            found = understand(content, self._path, self._platforms, self._kinds)
        except ConfigError as error:
            return error
        self._seals = found.seals
        self._judged = self._seen = self._look(found.digest, found.seals)
        return found

    @staticmethod
    def _look(digest: str, seals: Mapping[str, str]) -> str:
        return f"{digest} {sorted(seals.items())}"

    def _is_new(self, look: str) -> bool:
        is_still = look == self._seen
        is_new = is_still and look != self._judged
        self._seen = look
        if is_new:
            self._judged = look
        return is_new
