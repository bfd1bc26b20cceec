"""The standard profile's picture networks: random weights, but the real classes, files and loading.

The detector is a D-FINE with narrow layers, saved as the hub has it; ResNet-50 has its true size.
"""

import tempfile
from pathlib import Path

import pytest
import torch

from assistant.pipeline import torchvision_ops
from assistant.pipeline.cnn_standard import StandardCNN
from tests.pipeline.standard.made import COCO, CONFIG, save_detector


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Two threads of torch that wait for each other on a busy machine take ten times as long."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="package")
def folders():
    """(ResNet-50's folder, the detector's): removed afterwards, they are 100 MB."""
    torchvision_ops.prepare()
    from torchvision.models import resnet50

    torch.manual_seed(1)
    torch.set_flush_denormal(True)  # as pipeline.load() does; random weights need it
    with tempfile.TemporaryDirectory() as top:
        resnet, detector = Path(top, "resnet50"), Path(top, "detector")
        resnet.mkdir()
        state = resnet50().state_dict()
        state["fc.bias"].zero_()
        torch.save(state, resnet / "resnet50-11ad3fa6.pth")
        save_detector(detector)
        yield resnet, detector


@pytest.fixture(scope="module")
def loaded(folders):
    return StandardCNN(*folders, CONFIG)


@pytest.fixture
def cnn(loaded):
    """The networks with opinions: ``cnn.opine(detector={"dog": 0.6}, classifier={207: 0.9})``."""
    last, head = loaded._classifier._last, loaded._detector._network.class_embed[-1]
    weight = last.weight.detach().clone()

    def opine(detector=None, classifier=None):
        with torch.no_grad():
            for name, score in (detector or {}).items():
                head.bias[COCO.index(name)] = torch.tensor(score).logit()
            rest = (1 - sum((classifier or {}).values())) / 1000
            probabilities = torch.full((1000,), max(rest, 1e-9))
            for index, probability in (classifier or {}).items():
                probabilities[index] = probability
            last.weight.zero_()
            last.bias.copy_(probabilities.log())

    loaded.opine = opine
    yield loaded
    with torch.no_grad():
        head.bias.fill_(-10)
        last.weight.copy_(weight)
        last.bias.zero_()
