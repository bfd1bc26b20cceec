"""Lets torchvision be imported where its compiled operators cannot be loaded.

torchvision's wheel from the package index is compiled against a GPU build of torch. Beside a
CPU-only torch its library ``_C`` cannot be loaded: ``torchvision/extension.py`` catches that and
answers ``_has_ops() == False``, but ``torchvision/_meta_registrations.py`` then registers shape
functions for ``torchvision::nms`` and ``torchvision::qnms`` without asking, and the import ends in
``RuntimeError: operator torchvision::nms does not exist``. transformers imports torchvision, so it
fails as well. The networks need none of the compiled operators, a detector at most ``nms``.

The cure works between those two steps: after torchvision has tried its library and failed, the
missing operators are defined, ``nms`` with an implementation in plain torch. Where the library
loads, nothing is touched.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader  # at run time that module costs 10 ms

    from torch import Tensor

_EXTENSION = "torchvision.extension"
_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def prepare() -> None:
    """Make ``import torchvision`` and ``import transformers`` work; call it before either.

    Takes microseconds: it imports nothing and only watches for torchvision's own import. May be
    called any number of times, from any thread, also after an import that failed.
    """
    if any(isinstance(finder, _ExtensionFinder) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, _ExtensionFinder())
    extension = sys.modules.get(_EXTENSION)
    if extension is not None:  # imported before: it works already, or it failed half-way
        _cure(extension)


def nms(dets: "Tensor", scores: "Tensor", iou_threshold: float) -> "Tensor":
    """Greedy non-maximum suppression, as ``torchvision.ops.nms`` specifies it.

    Args:
        dets: boxes x1, y1, x2, y2; shape (N, 4).
        scores: shape (N,).
        iou_threshold: a box that overlaps a better one by more than this is dropped.

    Returns:
        int64 indices of the boxes that are kept, best first; shape (K,).
    """
    import torch

    from assistant.pipeline.boxes import suppress

    order = scores.argsort(descending=True, stable=True)
    kept = suppress(dets[order].float().numpy(force=True), iou_threshold)
    return order[torch.from_numpy(kept).to(order)]


class _ExtensionFinder:
    """Finds torchvision.extension where it is, and has the cure run once it has been executed."""

    def find_spec(
        self, fullname: str, path: "Sequence[str] | None", target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _EXTENSION:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            _cure_after(spec.loader)
        return spec


def _cure_after(loader: "Loader") -> None:
    execute = loader.exec_module

    def execute_and_cure(module: ModuleType) -> None:
        execute(module)
        _cure(module)

    loader.exec_module = execute_and_cure  # type: ignore[method-assign]  # this loader's only


def _cure(extension: ModuleType) -> None:
    import torch

    if extension._has_ops() or hasattr(torch.ops.torchvision, "nms"):
        return
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", _SIGNATURE)
    torch.library.impl("torchvision::nms", "default", nms)
    # Every operator's wrapper asks this first, also that of nms, which now works. The others still
    # fail when they are called; roi_align asks _has_ops() and has a fallback of its own.
    extension._assert_has_ops = lambda: None  # type: ignore[attr-defined]
