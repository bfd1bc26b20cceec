"""The network that tells where faces may be, as torch has it.

The same layers look at the middle and, made smaller once more, at the large faces, which look the
same there: so less has to be stored.
"""

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from assistant.senses.face_places import SCALES
from assistant.training.export import write_halved
from assistant.training.graphs import fused

_OPSET = 17
_FIRST, _SECOND, _MANY = 12, 24, 40  # channels
_RARE = -4.0  # the logits at the beginning: there are few faces


def _normed(given: int, made: int, side: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(given, made, side, stride, side // 2, groups=groups, bias=False),
        nn.BatchNorm2d(made),
    )


class _Block(nn.Module):
    """A depthwise convolution and one of single pixels, added to what it is given where it can."""

    def __init__(self, given: int, made: int, stride: int = 1) -> None:
        super().__init__()
        self.depthwise = _normed(given, given, 3, stride, given)
        self.pointwise = _normed(given, made, 1)
        self.added = stride == 1 and given == made

    def forward(self, maps: Tensor) -> Tensor:
        """(N, given, H, W) → (N, made, H / stride, W / stride)."""
        made = self.pointwise(torch.relu(self.depthwise(maps)))
        return torch.relu(maps + made) if self.added else torch.relu(made)


class Places(nn.Module):
    """Grey pictures (N, 1, H, W) → logits (N, sizes, H / stride, W / stride) of each scale."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Sequential(
            _normed(1, _FIRST, 5, 2), nn.ReLU(), _normed(_FIRST, _SECOND, 3, 2), nn.ReLU(),
            _Block(_SECOND, _MANY, 2), *(_Block(_MANY, _MANY) for _ in range(3)),
        )  # fmt: skip
        self.far = nn.Sequential(_Block(_MANY, _MANY, 2), *(_Block(_MANY, _MANY) for _ in range(3)))
        self.last = nn.ModuleList(nn.Conv2d(_MANY, len(scale.sizes), 1) for scale in SCALES)
        for last in self.last:
            assert isinstance(last.bias, Tensor)
            nn.init.constant_(last.bias, _RARE)

    def forward(self, grey: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        small = self.near(grey)
        middle = self.far(small)
        large = self.far(middle)
        return tuple(
            last(maps) for last, maps in zip(self.last, (small, middle, large), strict=True)
        )

    @torch.no_grad()
    def lower(self, threshold: float) -> None:
        """Have a logit of so much be zero."""
        for last in self.last:
            assert isinstance(last, nn.Conv2d)
            assert last.bias is not None
            last.bias -= threshold


def write(network: Places, path: Path) -> None:
    """Write it, its weights as fp16: ``grey``, as ``face_places.given`` has it → the scales."""
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        whole = Path(place) / "whole.onnx"
        warnings.simplefilter("ignore", DeprecationWarning)  # the older one leaves shapes open
        torch.onnx.export(
            network.eval(), (torch.zeros(1, 1, 240, 320),), str(whole), input_names=["grey"],
            output_names=[scale.name for scale in SCALES], opset_version=_OPSET, dynamo=False,
            dynamic_axes={"grey": {2: "h", 3: "w"}},
        )  # fmt: skip
        write_halved(fused(whole), path)
