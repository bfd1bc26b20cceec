"""Doubts, told as possible errors (MacLeod et al., CHI 2017): the one place for their words."""

from assistant.pipeline import nouns

WRONG = ", but I may be wrong"
MISREAD = ", but I may misread it"
THINK_SO = "I think so"
_LIKE_IT = ", but it may be one like it"


def likely(clause: str) -> str:
    """A clause about what is fairly sure: "I think there is a dog, but I may be wrong"."""
    return f"I think {clause}{WRONG}"


def like_it(clause: str) -> str:
    """The same about a thing of the user's own: what can be wrong is another one of its kind."""
    return f"I think {clause}{_LIKE_IT}"


def possible(clause: str) -> str:
    """A clause with "could" about what is not sure: "it could be a dog, but I may be wrong"."""
    return f"{clause}{WRONG}"


def perhaps(clause: str) -> str:
    """The same where it begins a text: "I may be wrong: it could be a dog"."""
    return f"I may be wrong: {clause}"


def supposed(words: str) -> str:
    """An addition to a sentence about the one thing in it: ", perhaps running on grass"."""
    return f", {nouns.PERHAPS} {words}"


def has_perhaps(text: str) -> bool:
    """Whether a doubt is told in it already."""
    return f"{nouns.PERHAPS} " in text


def missed(clause: str, what: str = "it") -> str:
    """Say what was not seen, which does not mean that it is not there."""
    return f"{clause}, but I may have missed {what}."
