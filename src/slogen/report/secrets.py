"""What may be shown of a text: all but what is a secret, or looks like one."""

from slogen.diagnostics.secrets import hidden
from slogen.model.secret import masked


def shown(text: str) -> str:
    """The text, as long as before, with a dot for every character of a secret: of the sorts that are known, and behind suspicious names."""
    return hidden(masked(text))
