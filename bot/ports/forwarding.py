"""Places that have another address by now: followed, and remembered until the configuration is."""

from typing import Protocol


class Forwarding(Protocol):
    """Addresses by what is configured: a destination's name, or "" for the operators' chat."""

    async def forwarded(self, name: str, address: str) -> str:
        """Give where what is configured at `address` is by now ("": still there)."""
        ...

    async def forward(self, name: str, address: str, to: str) -> None:
        """Remember that it is at `to`; tells the operators, once."""
        ...


class Unforwarded:
    """Nothing has moved, as far as is known here, and nothing is remembered."""

    async def forwarded(self, name: str, address: str) -> str:  # noqa: ARG002 - what it may be asked
        return ""

    async def forward(self, name: str, address: str, to: str) -> None:
        """Forget it: whoever asks next is told anew."""
