"""The detector that Glimpse ships finds what the one finds of which it is made."""

import hashlib

import numpy as np
from PIL import Image

from assistant import paths
from assistant.bundled import DETECTOR
from assistant.reading.networks import of_the_wheel, prepared
from assistant.sessions import OnnxNetwork


def test_its_map_of_a_page_is_the_wheel_s() -> None:
    with Image.open(paths.resources() / "samples" / "page.jpg") as picture:
        part = picture.convert("RGB").crop((0, 0, 480, 320))
    given = {"x": prepared(np.asarray(part)[..., ::-1].copy())}
    maps = []
    for path in (DETECTOR, of_the_wheel("PP-OCRv6_det_small")):
        (found,) = OnnxNetwork(path)(given).values()
        maps.append(found)
    ours, theirs = maps
    assert theirs.max() > 0.9
    assert np.abs(ours - theirs).max() < 0.05


def test_the_sums_of_all_three_networks_are_listed() -> None:
    networks = sorted(DETECTOR.parent.glob("*.onnx"))
    found = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in networks
    )
    listed = (DETECTOR.parent / "SHA256SUMS").read_text("utf-8")
    assert listed == found, "python -m assistant.training.detector"
    assert {path.name for path in networks} == {"detector.onnx", "presence.onnx", "recogniser.onnx"}
