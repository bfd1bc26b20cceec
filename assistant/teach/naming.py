"""Names of taught things: what may be one, and how it is said."""

from assistant.errors import AssistantError
from assistant.untrusted import plain

LONGEST = 40  # characters
_THEIRS = ("the ", "our ", "your ")


def checked(name: str) -> str:
    """The name as it is kept.

    Raises:
        AssistantError: it is empty, too long, or has no letter.
    """
    name = plain(name)
    if not any(c.isalnum() for c in name):
        raise AssistantError("A thing needs a name of letters, such as: red mug.")
    if len(name) > LONGEST:
        raise AssistantError(f"The name is too long. Take at most {LONGEST} letters.")
    return name


def key(name: str) -> str:
    """The same for all ways to write a name: "My red mug", "red mug", "RED MUG"."""
    same = plain(name).casefold().rstrip(".?!")
    for start in ("my ", "your ", "the "):
        same = same.removeprefix(start)
    return same


def spoken(name: str) -> str:
    """Name within a sentence: "your red mug"; a name like "Rex" as it is."""
    if name.lower().startswith("my "):
        name = name[3:]
    own = name[:1].isupper() or "’s " in name or "'s " in name
    return name if own or name.lower().startswith(_THEIRS) else f"your {name}"
