"""Nothing leaves for an engine before the user has agreed to what goes where."""

from enum import StrEnum

from assistant.engines.addresses import Reach
from assistant.engines.book import Entry
from assistant.errors import EngineError


class Scope(StrEnum):
    """Things to agree to. Each is asked for by itself."""

    PICTURES = "pictures"
    """The picture that is shown, when its description is asked for."""
    FOLDERS = "folders"
    """All pictures of a folder, one after the other."""


def token(entry: Entry, scope: Scope) -> str:
    """The mark that the book keeps: consent holds for one server, and ends with its address."""
    return f"{scope} {entry.place.origin if entry.place else 'inside'}"


def is_given(entry: Entry, scope: Scope) -> bool:
    """Whether the user has agreed; nothing is asked for what stays inside Glimpse.

    Whole folders need a consent of their own only where they leave this computer.
    """
    if entry.kind == "local":
        return True
    if scope is Scope.FOLDERS and entry.reach is Reach.HERE:
        scope = Scope.PICTURES
    return token(entry, scope) in entry.allowed


def summary(entry: Entry) -> str:
    """All that the user has agreed to, as a sentence."""
    if entry.kind == "local":
        return "Nothing leaves this computer."
    given = [scope.value for scope in Scope if is_given(entry, scope)]
    return f"It may get {' and '.join(given)}." if given else "It may get nothing yet."


def question(entry: Entry, scope: Scope = Scope.PICTURES, count: int = 0) -> str:
    """The question that is asked before the first picture goes there.

    Args:
        entry: the engine.
        scope: what it is to be sent.
        count: how many pictures, where that is known.
    """
    things = "the picture" if scope is Scope.PICTURES else f"{count or 'all'} pictures, one by one"
    each = "It is" if scope is Scope.PICTURES else "Each is"
    when = "when you ask for it" if scope is Scope.PICTURES else "as this command goes on"
    return (
        f"{entry.name} gets {things}, {when}: {_way(entry)}. "
        f"{each} made smaller and sent without its name and what the camera noted; your questions "
        "about it are sent, too. "
        f"{_keeps(entry)}You can take this back at any time in Preferences, Engines, or with: "
        f"glimpse engines withdraw {entry.name}"
    )


def require(entry: Entry, scope: Scope = Scope.PICTURES) -> None:
    """Refuse to send before the user has agreed.

    Raises:
        EngineError: that has not happened; the sentence says how it is done.
    """
    if not is_given(entry, scope):
        folders = " --folders" if scope is Scope.FOLDERS else ""
        raise EngineError(
            f"You have not agreed yet that {entry.name} gets your pictures. "
            f"Agree with: glimpse engines allow {entry.name}{folders}"
        )


def _way(entry: Entry) -> str:
    place = entry.place
    if place is None:
        return "it stays inside Glimpse"
    if place.reach is Reach.HERE:
        return f"to {place.host} on this computer, no further"
    open_ = "" if place.encrypted else ", not encrypted, so that others there could see it"
    if place.reach is Reach.NETWORK:
        return f"through this network to {place.host}{open_}"
    company = f", company {entry.company}" if entry.company else ""
    return f"over the internet to {place.host}{company}{open_}"


def _keeps(entry: Entry) -> str:
    if entry.reach is Reach.HERE:
        return ""
    return "What is done with it there, Glimpse cannot know. "
