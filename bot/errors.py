"""What can go wrong, in the words that decide what happens next."""


class HeraldError(Exception):
    """Base of everything raised on purpose; its text is a sentence for the operator."""


class Throttled(HeraldError):
    """The platform surely did not take it and says when to come back; costs no attempt.

    As the platform says it: `until` in seconds since the epoch, or `retry_after` in seconds from
    now; both None: it did not say.
    """

    def __init__(
        self, why: str, until: float | None = None, *, retry_after: float | None = None
    ) -> None:
        super().__init__(why)
        self.until = until
        self.retry_after = retry_after


class Unsent(HeraldError):
    """The platform surely did not take it; trying again is safe."""


class Refused(HeraldError):
    """The platform surely did not take it and never will as it stands; a person must look."""


class Gone(Refused):
    """There is no such thing there, or we may not see it: platforms do not always say which."""


class Locked(Refused):
    """The platform refuses us, whatever the post: credentials, permission or credit.

    Its destination rests, with its queue, until that is mended.
    """


class InDoubt(HeraldError):
    """It may have been taken; look before ever sending it again.

    Raised by `Platform.find`: the platform cannot tell, a person must say.
    """


class FetchError(HeraldError):
    """An address could not be read; names the URL and the reason.

    `status` is the HTTP status or None; `retry_after` is in seconds, as the server asked.
    `is_reached`: somebody was there.
    """

    def __init__(
        self,
        url: str,
        why: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        is_reached: bool = True,
    ) -> None:
        super().__init__(f"{url}: {why}")
        self.is_reached = is_reached
        self.url = url
        self.status = status
        self.retry_after = retry_after


class StoreUnavailable(HeraldError):
    """The database cannot remember now (disk full, locked, gone): stop sending, try again later."""


class StoreLost(StoreUnavailable):
    """The database's server cannot be reached; only a new connection helps."""


class StoreRefused(HeraldError):
    """The database cannot be used as it is (newer schema, not ours); says what to do."""


class AnotherInstance(HeraldError):
    """Another Herald already works on this database; names it."""


class AddressTaken(HeraldError):
    """Nothing can listen at an address: another program does, or it is not this machine's."""


class NotPossible(HeraldError):
    """What a person asked for is not an allowed move; says why and what is allowed."""


class ConfigError(HeraldError):
    """The configuration cannot be used; `problems` has every error as file:line:column: path: message."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
