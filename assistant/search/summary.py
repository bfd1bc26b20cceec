"""The summary of indexing, in words."""

from collections.abc import Mapping

from assistant.search.indexing import IndexingKind

_SAID = {
    IndexingKind.ADDED: "added",
    IndexingKind.CHANGED: "changed",
    IndexingKind.MOVED: "moved",
    IndexingKind.DELETED: "deleted",
    IndexingKind.READ: "read for text",
    IndexingKind.FAILED: "failed",
    IndexingKind.UNREAD: "of kinds that I cannot read",
}


def summed(counts: Mapping[IndexingKind, int]) -> str:
    """Sum up what happened to how many pictures: "3 added, 1 failed"."""
    told = [f"{counts[kind]} {said}" for kind, said in _SAID.items() if counts.get(kind)]
    same = not any(counts.get(kind) for kind in _SAID if kind != IndexingKind.UNREAD)
    return ", ".join(["nothing has changed"] * same + told)
