"""What came of indexing, in words."""

from collections.abc import Mapping

from assistant.search.indexing import Kind

_SAID = {
    Kind.ADDED: "added",
    Kind.CHANGED: "changed",
    Kind.MOVED: "moved",
    Kind.DELETED: "deleted",
    Kind.READ: "read for text",
    Kind.FAILED: "failed",
    Kind.UNREAD: "of kinds that I cannot read",
}


def summed(counts: Mapping[Kind, int]) -> str:
    """Sum up what happened to how many pictures: "3 added, 1 failed"."""
    told = [f"{counts[kind]} {said}" for kind, said in _SAID.items() if counts.get(kind)]
    same = not any(counts.get(kind) for kind in _SAID if kind != Kind.UNREAD)
    return ", ".join(["nothing has changed"] * same + told)
