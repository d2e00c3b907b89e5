"""Where secrets are kept: env:NAME or file:PATH, never the configuration."""

import hashlib
import os
from pathlib import Path

from bot.errors import ConfigError
from bot.redact import hide

MAX_BYTES = 64 * 1024


def reveal(reference: str, folder: Path, where: str) -> str:
    """Give the secret behind a reference and have it masked in every log from now on.

    A path is relative to `folder`; ConfigError begins with `where` and never has the secret.
    """
    kind, _, name = reference.partition(":")
    secret = os.environ.get(name, "") if kind == "env" else _content(folder / name, where)
    secret = secret.strip()
    if not secret:
        what = f"the environment has no {name}" if kind == "env" else f"{name} is empty"
        raise ConfigError((f"{where}: {what} ({reference})",))
    hide(secret)
    return secret


def _content(path: Path, where: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode()
    except OSError as error:
        raise ConfigError((f"{where}: {path} cannot be read: {error.strerror}",)) from None
    except UnicodeDecodeError:
        raise ConfigError((f"{where}: {path} is not UTF-8 text",)) from None


def seal(reference: str, folder: Path) -> str:
    """Give what is another one whenever a secret's file changes, and says nothing of it ("": none)."""
    kind, _, name = reference.partition(":")
    path = folder / name
    # why no other kind: the environment stays as it is, and a pipe gives its content once.
    if kind != "file" or not path.is_file():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def faults(reference: str, folder: Path, place: str) -> tuple[str, ...]:
    """Say why a reference gives no secret; () where it gives one."""
    try:
        reveal(reference, folder, place)
    except ConfigError as error:
        return tuple(error.problems)
    return ()
