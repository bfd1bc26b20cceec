"""The compact picture network: EfficientNet-Lite0's features, heads of the picture, a grid."""

from collections.abc import Mapping
from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional as F

from assistant.training.picture.backbone import COARSE, MEAN_OF, MIDDLE, POOLED, Maps
from assistant.training.picture.names import Names

ROWS = 20  # of the grid, and columns
EMBEDDING = 384
_HIDDEN, _NECK = 1280, 128


class Outputs(NamedTuple):
    """Answers of the network about B pictures.

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


class Heads(nn.Module):
    """Heads that are learnt on the frozen backbone's features: a minute's work for each try."""

    def __init__(self, pooled: Mapping[str, int], grid: int) -> None:
        """Make them with random weights.

        Args:
            pooled: head → number of labels.
            grid: number of labels of the grid.
        """
        super().__init__()
        self.words = Words(pooled)
        self.places = Places(grid)

    def forward(self, maps: Maps) -> Outputs:
        """Features → what is seen, and where."""
        embedding, pooled = self.words(maps.pooled)
        return Outputs(embedding, pooled, *self.places(maps.middle, maps.coarse))


class Words(nn.Module):
    """The mean of the features → embedding → one Linear a head."""

    def __init__(self, pooled: Mapping[str, int]) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(POOLED, affine=False)
        self.less = nn.Dropout(0.2)
        self.hidden = nn.Linear(POOLED, _HIDDEN)
        self.drop = nn.Dropout(0.5)
        self.embedding = nn.Linear(_HIDDEN, EMBEDDING)
        self.heads = nn.ModuleDict({name: nn.Linear(EMBEDDING, n) for name, n in pooled.items()})

    def forward(self, mean: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """(B, 2560) → (B, D) and the logits of each head."""
        hidden = self.drop(F.relu(self.hidden(self.less(self.norm(mean)))))
        embedding = self.embedding(hidden)
        return embedding, {name: head(embedding) for name, head in self.heads.items()}


class Places(nn.Module):
    """Features at strides 16 and 32 → a grid at stride 16, with FCOS's outputs (Tian et al., 2019).

    Depthwise 5 x 5 convolutions between pointwise ones; one score a label in each cell.
    """

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.middle = _pointwise(MIDDLE, _NECK)
        self.coarse = _pointwise(COARSE, _NECK)
        self.mix = nn.Sequential(_Block(_NECK), _Block(_NECK))
        self.grid = nn.Conv2d(_NECK, labels, 1)
        self.sides = nn.Conv2d(_NECK, 4, 1)
        nn.init.constant_(self.grid.bias, -5.0)  # type: ignore[arg-type]
        nn.init.constant_(self.sides.bias, 1.0)  # type: ignore[arg-type]

    def forward(self, middle: Tensor, coarse: Tensor) -> tuple[Tensor, Tensor]:
        """(B, C, 20, 20) and (B, C, 10, 10) → grid and sides."""
        far = F.interpolate(self.coarse(coarse), scale_factor=2.0, mode="nearest")
        cells = self.mix(F.relu(self.middle(middle) + far))
        # Above e^4 = 55 cells no picture is wide: the bound only keeps training from overflow.
        return self.grid(cells), self.sides(cells).clamp(max=4.0).exp()


class Eyes(nn.Module):
    """All that follows the backbone: the heads, and ImageNet's own answer beside them."""

    def __init__(self, heads: Heads, names: nn.Linear) -> None:
        """Join them.

        Args:
            heads: as they were learnt.
            names: of the backbone: its first mean → ImageNet's thousand.
        """
        super().__init__()
        self.names = Names(names)
        self.heads = heads

    def forward(self, maps: Maps) -> Outputs:
        """Features → what is seen, and where."""
        said: Outputs = self.heads(maps)
        people = said.pooled["objects"][:, :1].sigmoid()  # COCO's first label
        said.pooled["names"] = self.names(maps.pooled[:, :MEAN_OF], people)
        return said


class _Block(nn.Module):
    """What a cell and its neighbours say, added to the cell."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.near = nn.Conv2d(width, width, 5, padding=2, groups=width, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.mix = _pointwise(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """(B, width, H, W) → the same."""
        return F.relu(x + self.mix(F.relu(self.norm(self.near(x)))))


def _pointwise(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
