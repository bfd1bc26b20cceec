"""torchvision and transformers can be imported and used, whatever torch they sit beside."""

import json
import os
import subprocess
import sys

import pytest
import torch

from assistant.pipeline import torchvision_ops
from tests.waiting import SECONDS

# What torchvision itself finds out, without importing it: can its compiled library be loaded?
PAIR_MATCHES = """
import importlib.util, pathlib, torch
folder = pathlib.Path(importlib.util.find_spec("torchvision").origin).parent
for library in folder.glob("_C*"):
    torch.ops.load_library(library)
"""
PREPARE = "from assistant.pipeline.torchvision_ops import prepare; prepare(); prepare()\n"
NMS = """
import torch
from torchvision.ops import batched_nms, nms
boxes = torch.tensor([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30], [0, 0, 10, 10.0]])
scores = torch.tensor([0.8, 0.9, 0.1, 0.7])
assert nms(boxes, scores, 0.5).tolist() == [1, 2]
assert batched_nms(boxes, scores, torch.tensor([0, 0, 0, 1]), 0.5).tolist() == [1, 3, 2]
assert torch.ops.torchvision.nms(boxes, scores, 0.99).tolist() == [1, 0, 2]
"""
NETWORKS = """
import torch, transformers, torchvision
image = torch.zeros(1, 3, 64, 64)
with torch.inference_mode():
    assert torchvision.models.mobilenet_v3_small().eval()(image).shape == (1, 1000)
    assert torchvision.models.resnet18().eval()(image).shape == (1, 1000)
transformers.GPT2LMHeadModel, transformers.AutoModelForObjectDetection
"""
FAIL_FIRST = """
try:
    import torchvision
except RuntimeError:
    pass
"""


FORKS = """
import json, os, sys, torch, traceback
def tried(program):
    come, go = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(go, 1)
        os.dup2(go, 2)
        try:
            exec(program, {})
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    os.close(go)
    with os.fdopen(come) as said:
        text = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text
"""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")


def python(program):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@pytest.fixture(scope="module")
def forked():
    """What each program does and says in a copy of one process that has imported torch."""
    programs = [PAIR_MATCHES, "import torchvision", FAIL_FIRST + PREPARE + NMS]
    done = python(f"{FORKS}\nprint(json.dumps([tried(program) for program in {programs!r}]))")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@needs_fork
def test_torchvision_alone_imports_only_beside_the_torch_it_was_built_for(forked):
    (other, _), (failed, said), _ = forked
    assert failed == other
    if failed:
        assert "operator torchvision::nms does not exist" in said


@needs_fork
def test_after_a_failed_import_nms_works_in_silence(forked):
    assert forked[2] == [0, ""]


def test_prepared_networks_and_nms_work_in_silence():
    done = python(PREPARE + NETWORKS + NMS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_prepare_imports_nothing():
    done = python(
        "import sys\n"
        "from assistant.pipeline import torchvision_ops\n"
        "torchvision_ops.prepare()\n"
        "assert not {'torch', 'torchvision'} & set(sys.modules)\n"
    )
    assert done.returncode == 0, done.stderr


def brute_force(boxes, scores, threshold):
    """Keep each box, best first, unless it overlaps one that was kept."""

    def overlap(a, b):
        width = min(a[2], b[2]) - max(a[0], b[0])
        height = min(a[3], b[3]) - max(a[1], b[1])
        both = max(width, 0) * max(height, 0)
        union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
        return both / union if union else 0.0

    kept = []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        if all(overlap(boxes[i], boxes[j]) <= threshold for j in kept):
            kept.append(i)
    return kept


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("count", [1, 2, 40, 150])
def test_nms_is_the_brute_force_answer_on_random_boxes(count, threshold):
    random = torch.Generator().manual_seed(count)
    boxes = torch.rand(count, 4, generator=random, dtype=torch.float64)
    boxes[:, 2:] = boxes[:, :2] + boxes[:, 2:] * 0.5
    scores = torch.rand(count, generator=random)
    expected = brute_force(boxes.tolist(), scores.tolist(), threshold)
    assert torchvision_ops.nms(boxes, scores, threshold).tolist() == expected


def test_nms_of_nothing_and_of_boxes_without_area():
    nothing = torchvision_ops.nms(torch.zeros(0, 4), torch.zeros(0), 0.5)
    assert nothing.shape == (0,)
    assert nothing.dtype == torch.int64
    points = torch.tensor([[1.0, 1, 1, 1], [1, 1, 1, 1]])
    assert torchvision_ops.nms(points, torch.tensor([0.1, 0.9]), 0.5).tolist() == [1, 0]
