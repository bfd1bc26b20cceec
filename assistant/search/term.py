"""One thing that is searched for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.pipeline import nouns

MOST = 10**6  # of what is counted: any number


@dataclass(frozen=True)
class Term:
    """One thing that is searched for.

    Attributes:
        name: as it is said.
        words: what is looked up in names and texts: one of these.
        labels: what is such a thing, in lower case; empty for a word that is none.
        broader: what might be one, in lower case.
        least: how many at least; 0 for any number.
        most: how many at most.
        cells: a mask of the cells that it should be in; 0 for anywhere.
        where: those cells in words.
        near: label → weight: whose scores speak for it, even those too doubtful to be told.
        only: "name", "folder" or "texts": where alone the words are looked up.
    """

    name: str
    words: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    broader: frozenset[str] = frozenset()
    least: int = 0
    most: int = MOST
    cells: int = 0
    where: str = ""
    near: Mapping[str, float] = field(default_factory=dict)
    only: str = ""

    @property
    def counted(self) -> bool:
        """Whether their number matters."""
        return self.least > 0 or self.most < MOST

    @property
    def said(self) -> str:
        """In words: "at least three dogs on the left"."""
        if self.only:
            return f"the {self.only.removesuffix('s')} “{self.name}”"
        return " ".join(filter(None, (self._number(), self.where)))

    def _number(self) -> str:
        if not self.counted:
            return self.name
        exactly = self.least == self.most
        number = self.most if self.least == 0 else self.least
        first, *others = self.name.split(" or ")
        names = [f"one {first}" if number == 1 else nouns.counted(first, number)]
        names += [nouns.plural(name) if number > 1 else name for name in others]
        bound = "" if exactly else "at least " if self.most == MOST else "at most "
        return bound + " or ".join(names)

    def __or__(self, other: "Term") -> "Term":
        """Either of two: "cat or dog"."""
        return replace(
            self,
            name=f"{self.name} or {other.name}",
            words=(*self.words, *other.words),
            labels=self.labels | other.labels,
            broader=self.broader | other.broader,
            near={
                label: max(self.near.get(label, 0.0), other.near.get(label, 0.0))
                for label in (*self.near, *other.near)
            },
        )
