"""How a door to the outside world says that something did not work, sorted by what the caller does next."""


class DoorError(Exception):
    """A call to the outside did not succeed. The text is for the log: no token, no personal data."""


class Retryable(DoorError):  # noqa: N818 - named by what the caller does next
    """It did not happen; try again, not before `after` seconds from now."""

    def __init__(self, reason: str, after: float = 1.0) -> None:
        super().__init__(reason)
        self.after = after


class NotYet(Retryable):
    """Nothing is wrong: it is not its turn before `after` seconds from now."""


class Permanent(DoorError):  # noqa: N818 - as above
    """It did not happen and never will; give up and tell someone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Moved(Permanent):
    """The chat goes on under another number, `to`: there it can happen."""

    def __init__(self, reason: str, to: int) -> None:
        super().__init__(reason)
        self.to = to


class Ambiguous(DoorError):  # noqa: N818 - as above
    """It may have happened: the answer was lost after the request went out."""


class Refused(Permanent):
    """The door itself is shut for us: a token revoked, a file no longer shared, another copy running."""
