"""The compact network itself: one small backbone, pooled heads, and a grid of places."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

STRIDE = 16  # px of the input for one cell of the grid
_STEM, _WIDTHS, _NECK = 24, (40, 80, 160, 320), 96  # channels; of strides 4, 8, 16 and 32


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


class CompactNetwork(nn.Module):
    """A small ResNet → mean over space → BatchNorm → one Linear a head; and a grid at stride 16.

    Residual blocks of two plain 3 x 3 convolutions (He et al., CVPR 2016), means instead of strides
    in the shortcuts (ResNet-D, He et al., CVPR 2019): on processors with bf16 they learn faster for
    the same accuracy than depthwise ones. The grid's features join strides 8, 16 and 32, as in a
    feature pyramid (Lin et al., CVPR 2017) with one level; its outputs are those of FCOS (Tian et
    al., ICCV 2019) with one score a label.
    """

    def __init__(self, pooled: Mapping[str, int], grid: int) -> None:
        """Make the network with random weights.

        Args:
            pooled: head → number of labels.
            grid: number of labels of the grid.
        """
        super().__init__()
        self.stem = nn.Sequential(
            _convolution(3, _STEM, 3, stride=2), _Block(_STEM, _WIDTHS[0], stride=2)
        )
        self.fine = _blocks(_WIDTHS[0], _WIDTHS[1], 2)
        self.middle = _blocks(_WIDTHS[1], _WIDTHS[2], 3)
        self.coarse = _blocks(_WIDTHS[2], _WIDTHS[3], 1)
        self.norm = nn.BatchNorm1d(_WIDTHS[3])
        self.heads = nn.ModuleDict({name: nn.Linear(_WIDTHS[3], n) for name, n in pooled.items()})
        self.neck = Neck(_WIDTHS[1:], _NECK)
        self.grid = nn.Conv2d(_NECK, grid, 1)
        self.sides = nn.Conv2d(_NECK, 4, 1)

    def forward(self, x: Tensor) -> Outputs:
        """(B, 3, H, W) normalised, H and W multiples of 32 → what is seen, and where."""
        fine = self.fine(self.stem(x))
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        embedding = self.norm(coarse.mean((2, 3)).float())
        cells = self.neck(fine, middle, coarse)
        return Outputs(
            embedding,
            {name: head(embedding) for name, head in self.heads.items()},
            self.grid(cells).float(),
            # Above e^4 = 55 cells no picture is wide: the bound only keeps training from overflow.
            self.sides(cells).float().clamp(max=4.0).exp(),
        )


def _halves(said: Outputs) -> Iterator[tuple[Tensor, dict[str, Tensor], Tensor, Tensor]]:
    for half in range(2):
        pooled = {name: logits.chunk(2)[half] for name, logits in said.pooled.items()}
        embedding, grid, sides = (part.chunk(2)[half] for part in (said.embedding, *said[2:]))
        yield embedding, pooled, grid, sides


class Neck(nn.Module):
    """Features at strides 8, 16 and 32 → (B, width, rows, columns) at stride 16."""

    def __init__(self, channels: Sequence[int], width: int) -> None:
        """Make it for so many channels at the three strides."""
        super().__init__()
        self.fine = _convolution(channels[0], width, 3, stride=2)
        self.middle = _convolution(channels[1], width, 1)
        self.coarse = _convolution(channels[2], width, 1)
        self.mix = nn.Sequential(_convolution(width, width, 3), _convolution(width, width, 3))

    def forward(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> Tensor:
        """(B, C, H, W) at strides 8, 16 and 32 → joined."""
        near = self.fine(fine) + self.middle(middle)
        far = nn.functional.interpolate(self.coarse(coarse), size=near.shape[-2:], mode="nearest")
        mixed: Tensor = self.mix(near + far)
        return mixed


class _Block(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = _convolution(inputs, outputs, 3, stride)
        self.second = nn.Sequential(
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs)
        )
        shortcut: list[nn.Module] = [nn.AvgPool2d(stride)] if stride > 1 else []
        if inputs != outputs:
            shortcut += [nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.shortcut = nn.Sequential(*shortcut)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) → (B, outputs, H / stride, W / stride)."""
        y: Tensor = self.second(self.first(x)) + self.shortcut(x)
        return nn.functional.relu(y)


def _blocks(inputs: int, outputs: int, count: int) -> nn.Sequential:
    first = _Block(inputs, outputs, stride=2)
    return nn.Sequential(first, *(_Block(outputs, outputs) for _ in range(count - 1)))


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )
