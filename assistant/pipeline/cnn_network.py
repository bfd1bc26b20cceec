"""The compact network itself: one small backbone, pooled heads, and a grid of places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torchvision
from torch import Tensor, nn

STRIDE = 16  # px of the input for one cell of the grid


class Outputs(NamedTuple):
    """What the network says of B pictures.

    Attributes:
        embedding: (B, D).
        pooled: head → logits (B, labels), of the whole picture.
        grid: logits (B, labels, rows, columns): how far a thing's middle lies in this cell.
        sides: (B, 4, rows, columns): from the cell's middle to the left, top, right and bottom side
            of that thing's box, in cells; never negative.
    """

    embedding: Tensor
    pooled: dict[str, Tensor]
    grid: Tensor
    sides: Tensor


def both_ways(network: "CompactNetwork", x: Tensor) -> Outputs:
    """The mean of what the network says of (B, 3, H, W) pictures and of their mirror images."""
    one, other = (Outputs(*parts) for parts in _halves(network(torch.cat((x, x.flip(3))))))
    left, top, right, bottom = other.sides.flip(3).unbind(1)
    sides = torch.stack((right, top, left, bottom), 1)
    return Outputs(
        (one.embedding + other.embedding) / 2,
        {name: (logits + other.pooled[name]) / 2 for name, logits in one.pooled.items()},
        (one.grid + other.grid.flip(3)) / 2,
        (one.sides + sides) / 2,
    )


@dataclass(frozen=True)
class Widths:
    """How big the parts beside the backbone are."""

    neck: int = 96
    depth: int = 2


class CompactNetwork(nn.Module):
    """MobileNetV3-small → mean over space → BatchNorm → one Linear a head; and a grid at stride 16.

    The grid's features join strides 8, 16 and 32, as in a feature pyramid (Lin et al., CVPR 2017)
    with one level; its outputs are those of FCOS (Tian et al., ICCV 2019) with one score a label.
    The backbone is torchvision's (Howard et al., ICCV 2019).
    """

    def __init__(self, pooled: Mapping[str, int], grid: int, widths: Widths | None = None) -> None:
        """Make the network with random weights.

        Args:
            pooled: head → number of labels.
            grid: number of labels of the grid.
            widths: of the neck.
        """
        super().__init__()
        self.features = torchvision.models.mobilenet_v3_small().features
        embedding = self.features[-1].out_channels
        self.norm = nn.BatchNorm1d(embedding)
        self.heads = nn.ModuleDict({name: nn.Linear(embedding, n) for name, n in pooled.items()})
        self.neck = Neck((24, 48, embedding), widths or Widths())
        self.grid = nn.Conv2d(self.neck.width, grid, 1)
        self.sides = nn.Conv2d(self.neck.width, 4, 1)

    def forward(self, x: Tensor) -> Outputs:
        """(B, 3, H, W) normalised, H and W multiples of 32 → what is seen, and where."""
        fine = self.features[:4](x)
        middle = self.features[4:9](fine)
        coarse = self.features[9:](middle)
        embedding = self.norm(coarse.mean((2, 3)))
        cells = self.neck(fine, middle, coarse)
        return Outputs(
            embedding,
            {name: head(embedding) for name, head in self.heads.items()},
            self.grid(cells),
            # Above e^4 = 55 cells no picture is wide: the bound only keeps training from overflow.
            self.sides(cells).clamp(max=4.0).exp(),
        )


def _halves(said: Outputs) -> Iterator[tuple[Tensor, dict[str, Tensor], Tensor, Tensor]]:
    for half in range(2):
        pooled = {name: logits.chunk(2)[half] for name, logits in said.pooled.items()}
        embedding, grid, sides = (part.chunk(2)[half] for part in (said.embedding, *said[2:]))
        yield embedding, pooled, grid, sides


class Neck(nn.Module):
    """Features at strides 8, 16 and 32 → (B, width, rows, columns) at stride 16."""

    def __init__(self, channels: tuple[int, int, int], widths: Widths) -> None:
        super().__init__()
        self.width = widths.neck
        self.fine = _convolution(channels[0], self.width, 3, stride=2)
        self.middle = _convolution(channels[1], self.width, 1)
        self.coarse = _convolution(channels[2], self.width, 1)
        self.mix = nn.Sequential(*(_separable(self.width) for _ in range(widths.depth)))

    def forward(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> Tensor:
        """(B, C, H, W) at strides 8, 16 and 32 → joined."""
        near = self.fine(fine) + self.middle(middle)
        far = nn.functional.interpolate(self.coarse(coarse), size=near.shape[-2:], mode="nearest")
        mixed: Tensor = self.mix(near + far)
        return mixed


def _convolution(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.Hardswish(),
    )


def _separable(width: int) -> nn.Sequential:
    return nn.Sequential(_convolution(width, width, 5, groups=width), _convolution(width, width, 1))
