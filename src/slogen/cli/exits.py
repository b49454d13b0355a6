"""How commands end."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes; the help text and the documentation list them."""

    OK = 0
    FAULT = 1
    ENVIRONMENT = 2
    BUG = 3
