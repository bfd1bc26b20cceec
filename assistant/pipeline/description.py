"""d = c(f): what the network and the senses saw, as observations in words."""

from collections.abc import Iterable, Sequence

from assistant.pipeline.evidence import Box, Description, Observation
from assistant.pipeline.features import Features, Hypothesis

_KINDS = ("people", "object", "scene", "medium", "text", "code", "colour", "light", "quality")


def describe(
    features: Features, seen: Iterable[Observation] = (), notes: Sequence[str] = ()
) -> Description:
    """Join the hypotheses to observations: boxes of one label are counted and placed.

    Args:
        features: what the network found, spoken labels only.
        seen: what the senses found.
        notes: what the listener should hear about the picture file itself.

    Returns:
        Observations sorted by kind, then sureness, then score: one picture, one order.
    """
    by_label: dict[tuple[str, str], list[Hypothesis]] = {}
    for hypothesis in features.hypotheses:
        by_label.setdefault((hypothesis.kind, hypothesis.label), []).append(hypothesis)
    observations = [_observation(group) for group in by_label.values()]
    observations += seen
    observations.sort(key=lambda o: (_KINDS.index(o.kind), -o.sureness.rank, -o.score, o.label))
    return Description(tuple(observations), notes=tuple(notes))


def direction(box: Box) -> str:
    """Where a box lies, in words: thirds of the picture; "in the middle, large" above 60 %."""
    x, y, width, height = box
    if width * height > 0.6:
        return "in the middle, large"
    across, down = x + width / 2, y + height / 2
    side = "on the left" if across < 1 / 3 else "on the right" if across > 2 / 3 else ""
    level = "near the top" if down < 1 / 3 else "near the bottom" if down > 2 / 3 else ""
    return ", ".join(filter(None, (side, level))) or "in the middle"


def _observation(group: list[Hypothesis]) -> Observation:
    """One observation of all hypotheses of one label.

    Only boxes as sure as the surest are counted: a doubtful second dog must not make "two dogs".
    """
    best = min(group, key=lambda h: (-h.sureness.rank, -h.score))
    boxes = [h.box for h in group if h.box and h.sureness == best.sureness]
    return Observation(
        label=best.label,
        score=best.score,
        sense="cnn",
        sureness=best.sureness,
        kind=best.kind,
        count=len(boxes) or None,
        box=boxes[0] if len(boxes) == 1 else None,
        where=direction(boxes[0]) if len(boxes) == 1 else "",
    )
