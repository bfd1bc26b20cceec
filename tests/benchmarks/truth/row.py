"""One line of a part's table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """How often one kind of picture was answered how.

    Attributes:
        case: what was shown, such as "blurred, sigma 4".
        right: answers that are true and that the listener needed.
        wrong: answers that are untrue; the worst that can happen.
        refused: honest answers that say nothing of the picture ("I can't tell …").
        note: what the reader should know, such as a wrong answer word for word.
    """

    case: str
    right: int
    wrong: int
    refused: int
    note: str = ""
