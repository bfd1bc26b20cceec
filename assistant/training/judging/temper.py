"""Make probabilities mean what they say, and show how well they do."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from assistant.training.judging.metrics import Floats

BINS = 10


def scaled(parts: Sequence[Tensor], true: Floats, weights: Floats) -> tuple[float, ...]:
    """Logistic regression over all labels at once: a weight for each part, and an offset.

    With one part that is Platt's scaling: the logits' scale and offset.

    Args:
        parts: logits, each (N, labels).
        true: (N, labels) 1 there, 0 not there, NaN unknown.
        weights: (N,) how much each picture counts.
    """
    y = torch.from_numpy(true)
    w = torch.from_numpy(weights)[:, None] * ~y.isnan()
    y = y.nan_to_num()
    x = torch.stack(tuple(parts), -1)
    found = torch.tensor([*[1 / len(parts)] * len(parts), 0.0], requires_grad=True)

    def loss() -> Tensor:
        logits = x @ found[:-1] + found[-1]
        entropy = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
        return (entropy * w).sum() / w.sum()

    _fit(found, loss)
    return tuple(found.tolist())


def temperature(logits: Floats, true: Sequence[int], weights: Floats) -> float:
    """Factor for the logits (N, labels) of a softmax head (Guo et al., ICML 2017).

    Args:
        logits: as the head gives them.
        true: (N,) indices of the true labels.
        weights: (N,) how much each picture counts.
    """
    x, y, w = torch.from_numpy(logits), torch.tensor(true), torch.from_numpy(weights)
    found = torch.tensor([1.0], requires_grad=True)

    def loss() -> Tensor:
        return (F.cross_entropy(x * found, y, reduction="none") * w).sum() / w.sum()

    _fit(found, loss)
    return found.item()


def reliability(scores: Floats, right: Floats) -> Iterator[tuple[float, float, int]]:
    """For each of ten bins of equal width: mean score, share of right ones, and how many.

    Args:
        scores: (N,) 0..1.
        right: (N,) 1 or 0.
    """
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    for number in range(BINS):
        inside = places == number
        if inside.any():
            mean, share = float(scores[inside].mean()), float(right[inside].mean())
            yield mean, share, int(inside.sum())


def error(scores: Floats, right: Floats, lowest: float = 0.0) -> float:
    """Expected calibration error of the scores from ``lowest`` on (Naeini et al., AAAI 2015)."""
    high = scores >= lowest
    bins = list(reliability(scores[high], right[high]))
    return sum(abs(mean - share) * n for mean, share, n in bins) / max(int(high.sum()), 1)


def diagram(heads: dict[str, tuple[Floats, Floats]], path: Path) -> None:
    """Draw the reliability diagram as SVG: share of right answers over the score.

    Args:
        heads: name → scores (N,) and right (N,), unknown ones left out.
        path: the file to write.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "glimpse"  # the same figures make the same file
    figure = Figure(figsize=(4.2, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.plot((0, 1), (0, 1), color="0.6", linestyle=":", label="perfect")
    for (name, (scores, right)), mark in zip(heads.items(), "osd^v", strict=False):
        bins = list(reliability(scores, right))
        line = [mean for mean, _, _ in bins], [share for _, share, _ in bins]
        axes.plot(*line, marker=mark, label=f"{name}, error {error(scores, right, 0.1):.3f}")
    axes.set(xlabel="score", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")
    figure.savefig(path, metadata={"Date": None})


def _fit(found: Tensor, loss: Callable[[], Tensor]) -> None:
    optimiser = torch.optim.LBFGS([found], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]
