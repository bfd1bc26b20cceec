"""The run learns, and can be broken off at any step."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from assistant.errors import AssistantError
from assistant.training import batches, data
from assistant.training.calibrate import export
from assistant.training.clock import GAP, Clock, rate
from assistant.training.train import TRAINING_ONLY, Trainer, side
from tests.training import made


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> batches.Material:
    folder = tmp_path_factory.mktemp("data")
    return batches.load(made.data(folder / "vision"), folder / "out")


@pytest.fixture
def source(material: batches.Material) -> "batches.Batches":
    found = batches.Batches(material, np.arange(24), 4, [1])
    yield found
    found.close()


def _train(trainer: Trainer, source: batches.Batches, until: int) -> list[float]:
    return [
        trainer.learn(source.get(trainer.step, 64), 1.0)["loss"] for _ in range(trainer.step, until)
    ]


def test_it_learns_where_the_square_is(source: batches.Batches) -> None:
    trainer = Trainer(len(made.NAMES))
    losses = _train(trainer, source, 12)
    assert np.isfinite(losses).all()
    assert np.mean(losses[-3:]) < np.mean(losses[:3])


def test_broken_off_and_resumed_is_as_if_never_broken_off(
    source: batches.Batches, tmp_path: Path
) -> None:
    whole = Trainer(len(made.NAMES))
    _train(whole, source, 5)
    first = Trainer(len(made.NAMES))
    _train(first, source, 3)
    first.save(tmp_path / "checkpoint.pt", elapsed=12.5)
    second = Trainer(len(made.NAMES), seed=9)
    assert second.resume(tmp_path / "checkpoint.pt") == 12.5
    _train(second, source, 5)
    for part in ("network", "average"):
        one, other = getattr(whole, part).state_dict(), getattr(second, part).state_dict()
        for name, value in one.items():
            torch.testing.assert_close(value, other[name], rtol=1e-5, atol=1e-6, msg=name)


def test_two_processes_learn_one_network(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "assistant.training.train",
        "--minutes",
        "0.05",
        "--batch",
        "4",
    ]
    where = ["--data", made.data(tmp_path / "data"), "--out", out, "--processes", "2"]
    out.mkdir()
    (out / "log.csv").write_text("of another run")
    subprocess.run([*command, *where], check=True, timeout=120)
    assert not (out / "log.csv").exists()  # no fifty steps yet
    weights = load_file(out / "cnn.safetensors")
    assert all(torch.isfinite(value).all() for value in weights.values())
    resumed = Trainer(len(made.NAMES), out / "cnn.safetensors")
    assert resumed.resume(out / "checkpoint.pt") > 0
    assert resumed.step > 0


def test_an_exported_network_can_be_gone_on_from(source: batches.Batches, tmp_path: Path) -> None:
    trained = Trainer(len(made.NAMES))
    _train(trained, source, 4)
    export(trained.averaged, {}, tmp_path)  # without the heads that only teach, and as fp16
    further = Trainer(len(made.NAMES), tmp_path / "cnn.safetensors")
    for name, value in further.network.state_dict().items():
        if not name.startswith(TRAINING_ONLY):
            known = trained.averaged.state_dict()[name].half().to(value.dtype)
            torch.testing.assert_close(value, known, msg=name)
    assert np.isfinite(_train(further, source, 2)).all()


def test_pictures_grow_during_a_run() -> None:
    assert side(0.0) < side(0.6) < side(0.99) == data.SIDE


def test_four_pictures_are_one_with_everything_in_its_place(material: batches.Material) -> None:
    parts = [material.answer(index, 64) for index in range(4)]
    whole = batches.mosaic(parts)
    assert whole["pixels"].shape == (128, 128, 3)
    np.testing.assert_array_equal(whole["pixels"][64:, :64], parts[2]["pixels"])
    np.testing.assert_array_equal(whole["grid"][:, 4:, 4:], parts[3]["grid"])
    best = np.unravel_index(whole["boxes"][4, :4, 4:].argmax(), (4, 4))
    left, top, right, bottom = whole["boxes"][:4, best[0], 4 + best[1]]
    assert 0.5 <= left < right <= 1
    assert 0 <= top < bottom <= 0.5
    assert whole["objects"].max() > 0.9
    assert whole["scene"] == -1


def test_a_step_is_the_same_whoever_asks_for_it(material: batches.Material) -> None:
    one = batches.Batches(material, np.arange(24), 4, [1])
    other = batches.Batches(material, np.arange(24), 4, [1])
    for step in (0, 1, 2):
        one_batch = one.get(step, 96)
        torch.testing.assert_close(one_batch.pixels, other.make(step, 96).pixels)
    one.close()
    other.close()


def test_a_pause_costs_no_part_of_the_schedule() -> None:
    now = [100.0]
    clock = Clock(seconds=100, now=lambda: now[0])
    for gap in (5, 5, GAP + 600, 5):
        now[0] += gap
        clock.tick()
    assert clock.elapsed == 15
    assert clock.progress == 0.15


def test_a_fixed_end_is_reached_with_the_rate_run_down() -> None:
    now = [0.0]
    clock = Clock(seconds=1000, until=300, now=lambda: now[0])
    now[0] = 150.0
    clock.tick()  # a pause: nothing was learnt
    assert clock.progress == 0
    for _ in range(15):
        now[0] += 10
        clock.tick()
    assert clock.progress == 1
    assert rate(1, 5000) == pytest.approx(0.01)
    assert rate(0, 5000) == pytest.approx(1.0)


def test_a_wrong_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no readable labels"):
        data.rows(tmp_path)
