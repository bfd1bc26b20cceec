"""How it is learnt whether there is writing: specimens, answers, the network that is written."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx.utils import extract_model

from assistant.bundled import DETECTOR
from assistant.pipeline.frame import Frame, Pixels
from assistant.reading.networks import prepared
from assistant.reading.presence import given, score
from assistant.sessions import OnnxNetwork
from assistant.training import presence
from assistant.training.picture.split import LEARN, PART_A, PART_B
from assistant.training.writing import answers, learning, material, network, specimens
from assistant.training.writing.answers import Answer
from assistant.training.writing.learning import Seen
from tests.reading.made import frame, page


def test_half_of_the_photographs_get_writing_and_dice_decide_alone(fonts: Path) -> None:
    ground = [np.full((48, 64, 3), 90, np.uint8)]
    drawn = [np.asarray(specimens.drawn(ground, random.Random(i), fonts)) for i in range(24)]
    again = np.asarray(specimens.drawn(ground, random.Random(5), fonts))
    assert np.array_equal(drawn[5], again)
    spread = sum(float(pixels.std()) > 1 for pixels in drawn)
    assert 6 <= spread <= 20


def test_specimens_of_part_b_are_the_most_that_are_held_out_and_all_differ() -> None:
    """So that what is missed is known well; what is learnt from is drawn by the dice of before."""
    turns = list(material._turns(random.Random(2)))
    parts = Counter(part for part, _, _ in turns)
    assert parts == {LEARN: 576, PART_A: 192, PART_B: 592}
    assert [part for part, _, _ in turns[: len(material.PARTS)]] == list(material.PARTS)
    assert len({seed for _, _, seed in turns}) == len(turns)


def test_several_photographs_lie_side_by_side(fonts: Path) -> None:
    tiles = [np.full((48, 64, 3), grey, np.uint8) for grey in (0, 80, 160, 240)]
    dice = random.Random(2)
    picture = np.asarray(specimens.drawn(tiles, dice, fonts))
    assert picture.shape == (480, 640, 3)


def test_what_the_reader_reads_is_kept(tmp_path: Path) -> None:
    found = answers.answer(frame(page(["Platform 3", "to the harbour"])), LEARN)
    assert found.sure
    assert len(found.told) == 2
    answers.keep(found, tmp_path / "0.json")
    kept = answers.kept(tmp_path / "0.json")
    assert (kept.sureness, kept.part, len(kept.told)) == ("sure", LEARN, 2)
    nothing = answers.answer(Frame(np.full((64, 64, 3), 9, np.uint8)), LEARN)
    assert not nothing.written


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The detector's first layers."""
    path = tmp_path_factory.mktemp("layers") / "layers.onnx"
    network.write_layers(DETECTOR, path, [prepared(_page(lines)) for lines in _SHOWN])
    return path


@pytest.fixture(scope="module")
def head() -> network.Head:
    """The one that was learnt."""
    return network.kept(presence.HEAD)


@pytest.fixture(scope="module")
def written(head: network.Head, layers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole network."""
    path = tmp_path_factory.mktemp("written") / "presence.onnx"
    network.write(head, layers, path, _shown())
    return path


_SHOWN = (["Platform 3"], ["to the harbour", "Gate 7"])


def _shown() -> list[Pixels]:
    return [given(_page(lines)) for lines in _SHOWN]


def _page(lines: list[str]) -> Pixels:
    """BGR."""
    return np.asarray(page(lines))[..., ::-1].copy()


def test_with_two_gelus_rectified_the_layers_say_nearly_the_same(
    layers: Path, tmp_path: Path
) -> None:
    extract_model(str(DETECTOR), str(tmp_path / "whole.onnx"), ["x"], [network.LAYER])
    look = {"x": prepared(_page(["Track 12"]))}
    wanted, said = (
        next(iter(OnnxNetwork(path)(look).values())) for path in (tmp_path / "whole.onnx", layers)
    )
    assert np.abs(said - wanted).mean() < 0.05 * wanted.std()
    assert sum(node.op_type == "Erf" for node in onnx.load(layers).graph.node) == 3


def test_in_whole_numbers_the_network_says_nearly_the_same(
    head: network.Head, layers: Path, written: Path
) -> None:
    look = _page(["Track 12"])
    (maps,) = OnnxNetwork(layers)({"x": prepared(look)}).values()
    with torch.inference_mode():
        wanted = head(torch.from_numpy(maps)).numpy()
    said = OnnxNetwork(written)({"x": given(look)})["written"]
    assert said.shape == wanted.shape
    assert np.abs(said - wanted).mean() < 0.12 * wanted.std()


def test_all_that_takes_time_is_in_whole_numbers(written: Path, tmp_path: Path) -> None:
    """As onnxruntime joins the steps; each that stays in floats takes as long as some of these."""
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "joined.onnx")
    options.log_severity_level = 4
    onnxruntime.InferenceSession(str(written), options, providers=["CPUExecutionProvider"])
    steps = Counter(node.op_type for node in onnx.load(tmp_path / "joined.onnx").graph.node)
    assert steps["QLinearConv"] == 27
    assert steps["QLinearSigmoid"] == 3
    assert steps["QLinearGlobalAveragePool"] == 2
    assert steps["Conv"] == 1, "the last one, which makes the logits"
    assert steps["QuantizeLinear"] == 2, "of one number for each channel"
    assert steps["Transpose"] <= 1, "the picture's bytes lie as they are wanted"


def test_what_was_learnt_is_kept(head: network.Head, tmp_path: Path) -> None:
    network.keep(head, tmp_path / "presence.safetensors")
    again = network.kept(tmp_path / "presence.safetensors")
    maps = torch.rand(1, network.CHANNELS, 8, 8)
    with torch.inference_mode():
        assert torch.equal(again(maps), head(maps))


def test_no_sure_writing_of_part_a_is_missed(layers: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    head, model = network.Head().eval(), tmp_path / "presence.onnx"
    paths = []
    for number, sureness in enumerate(("sure", "sure", "sure", "")):
        path = tmp_path / f"{number}.json"
        picture = page([f"Platform {number}" if sureness else ""])
        picture.save(path.with_suffix(".jpg"))
        answers.keep(Answer(PART_A, sureness, unread=False, told=[], doubted=[]), path)
        paths.append(path)
    network.write(head, layers, model, _shown())
    presence.place_threshold(head, model, paths)
    network.write(head, layers, model, _shown())
    found = presence.scores(model, paths)
    assert 0 < found[:3].min() < 0.2
    report = presence.report(found, [answers.kept(path) for path in paths])
    assert report.startswith("missed 0 of 3 with sure writing")


def test_it_learns_to_tell_writing_from_none() -> None:
    """Maps in which one channel shows the writing."""
    dice = np.random.default_rng(0)
    material = []
    for number in range(32):
        maps = dice.normal(0, 1, (network.CHANNELS, 12, 16)).astype(np.float32)
        if number % 2:
            maps[3, 4:8, 4:12] += 6
        told = [(0.25, 0.3, 0.5, 0.3)] if number % 2 else []
        answer = Answer(LEARN, "sure" if number % 2 else "", unread=False, told=told, doubted=[])
        view = torch.from_numpy(maps).half()
        material.append(Seen((view, view), answer))
    head = learning.train(material)
    with torch.inference_mode():
        found = [score(head(one.views[0][None].float()).numpy()) for one in material]
    assert min(found[1::2]) > max(found[::2])


def test_what_is_missed_and_what_is_spared_is_told() -> None:
    box = (0.25, 0.3, 0.5, 0.3)
    told = [
        Answer(LEARN, sureness, unread=False, told=[], doubted=[box] * doubted)
        for sureness, doubted in (
            ("sure", 0),
            ("sure", 0),
            ("unsure", 0),
            ("", 1),
            ("", 0),
            ("", 0),
        )
    ]
    report = presence.report(np.array([-0.1, 1, -1, -1, -1, 1]), told)
    assert report == (
        "missed 1 of 2 with sure writing, 1 of 1 that are told with a doubt; spared 1 of 2 without"
    )


def test_ends_of_lines_and_what_is_around_them_are_not_asked_for() -> None:
    answer = Answer(LEARN, "sure", unread=False, told=[(0.25, 0.4, 0.5, 0.2)], doubted=[])
    asked = learning.places(answer, torch.zeros(1, 40, 80))
    assert asked[10, 20] == 1
    assert torch.isnan(asked[7:13, 9:31]).any()
    assert asked[0].sum() == 0
    assert not torch.isnan(asked[0]).any()
