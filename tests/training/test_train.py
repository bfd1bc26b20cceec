"""The run learns, and can be broken off at any step."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from assistant.errors import AssistantError
from assistant.training import batches, data
from assistant.training.clock import GAP, Clock, rate
from assistant.training.train import Trainer
from tests.training import made


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> batches.Material:
    folder = tmp_path_factory.mktemp("data")
    return batches.load(made.data(folder / "vision"), folder / "out")


@pytest.fixture
def source(material: batches.Material) -> "batches.Batches":
    found = batches.Batches(material, np.arange(24), 4, (64,), seed=1)
    yield found
    found.close()


def _train(trainer: Trainer, source: batches.Batches, until: int) -> list[float]:
    return [trainer.learn(source[trainer.step], 1.0)["loss"] for _ in range(trainer.step, until)]


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


def test_a_run_can_start_from_an_older_network(
    source: batches.Batches, compact: Path, tmp_path: Path
) -> None:
    old = load_file(compact / "cnn.safetensors")
    trainer = Trainer(80, compact / "cnn.safetensors")
    name = "features.5.block.0.0.weight"
    torch.testing.assert_close(trainer.network.state_dict()[name], old[name].float())
    first = trainer.network.features[0][0].weight.clone()
    trained = trainer.network.features[11].block[0][0].weight.clone()
    batch = source[0]
    wide = torch.zeros(4, 80, 4, 4)
    trainer.learn(
        batches.Batch(**{**vars(batch), "objects": torch.zeros(4, 80), "grid": wide}), 1.0
    )
    torch.testing.assert_close(trainer.network.features[0][0].weight, first)
    assert not torch.equal(trainer.network.features[11].block[0][0].weight, trained)
    trainer.export(tmp_path / "cnn.safetensors")
    assert "neck.fine.0.weight" in load_file(tmp_path / "cnn.safetensors")


def test_a_step_is_the_same_whoever_asks_for_it(material: batches.Material) -> None:
    one = batches.Batches(material, np.arange(24), 4, (64, 96), seed=1)
    other = batches.Batches(material, np.arange(24), 4, (64, 96), seed=1)
    for step in (0, 1, 2):
        one_batch = one[step]
        torch.testing.assert_close(one_batch.pixels, other.make(step).pixels)
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
