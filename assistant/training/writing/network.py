"""The network that tells whether there is writing: layers of the detector, and our own head.

The head learns from the layers in floats; in the file both are in whole numbers.
"""

import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import onnx
import torch
from onnx.utils import extract_model
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from assistant.training.graphs import OPSET, fused, modern
from assistant.training.writing import rectified, whole_numbers
from assistant.training.writing.rectified import Floats
from assistant.training.writing.whole_numbers import Picture

LAYER, CHANNELS, STRIDE = "Add.65", 96, 8
"""The detector's layer that the head looks at, its channels, and pixels between its places."""

_RECTIFIED = 2  # GELUs, those of the largest maps: with all five the logits were others
_INNER = 48  # channels of the head


class Head(nn.Module):
    """Maps (1, CHANNELS, H, W) → logits (1, H / 2, W / 2) of each place belonging to writing."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(CHANNELS, _INNER, 3, 2, 1)
        self.first_norm = nn.BatchNorm2d(_INNER)
        self.wider = nn.Conv2d(_INNER, _INNER, 3, 1, 2, dilation=2)
        self.wider_norm = nn.BatchNorm2d(_INNER)
        self.whole = nn.Linear(_INNER, _INNER)  # what the whole picture is like
        self.last = nn.Conv2d(_INNER, 1, 1)

    def forward(self, maps: Tensor) -> Tensor:
        """See the class."""
        near = torch.relu(self.first_norm(self.first(maps)))
        far = near + torch.relu(self.wider_norm(self.wider(near)))
        whole = self.whole(far.mean((2, 3)))[..., None, None]
        logits: Tensor = self.last(torch.relu(far + whole))[:, 0]
        return logits

    @torch.no_grad()
    def lower(self, threshold: float) -> None:
        """Have a logit of so much be zero."""
        assert self.last.bias is not None
        self.last.bias -= threshold


def keep(head: Head, path: Path) -> None:
    """Write what was learnt."""
    save_file(head.state_dict(), path)


def kept(path: Path) -> Head:
    """The head that was learnt."""
    head = Head()
    head.load_state_dict(load_file(path))
    return head.eval()


def write_layers(detector: Path, path: Path, shown: Sequence[Floats]) -> None:
    """Write the detector's first layers, in floats, two GELUs rectified: ``x`` → ``LAYER``.

    Args:
        detector: the file.
        path: what is written.
        shown: what ``x`` is while the convolutions after these two are fitted.
    """
    with tempfile.TemporaryDirectory() as place:
        first = Path(place) / "first.onnx"
        extract_model(str(detector), str(first), ["x"], [LAYER])
        model = modern(fused(first))
    rectified.rectify(model, _RECTIFIED, shown)
    onnx.save(model, path)


def write(head: Head, layers: Path, path: Path, shown: Iterable[Picture]) -> None:
    """Write the whole network in whole numbers: a picture ``x`` → ``written``, logits in floats.

    Args:
        head: the head, which has learnt.
        layers: those that it has learnt from, in floats.
        path: the file.
        shown: pictures by which the ranges of the activations are measured.
    """
    with tempfile.TemporaryDirectory() as place:
        alone = Path(place) / "head.onnx"
        maps = torch.zeros(1, CHANNELS, 12, 16)
        with warnings.catch_warnings():
            # The older exporter leaves the shapes open.
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                head.eval(), (maps,), str(alone), input_names=["maps"], output_names=["written"],
                dynamic_axes={"maps": {2: "h", 3: "w"}}, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        first, then = onnx.load(str(layers)), modern(fused(alone))
        then.ir_version = first.ir_version
        joined = onnx.compose.merge_models(
            first,
            onnx.compose.add_prefix(then, "head/", rename_inputs=False, rename_outputs=False),
            io_map=[(LAYER, "maps")],
        )  # fmt: skip
        del joined.opset_import[1:]  # the same, twice
        whole_numbers.write(joined, path, shown)
