"""``glimpse annotate --engine NAME``: what an engine says, under its own name, beside our texts."""

import json
import shutil
from pathlib import Path

import pytest

from assistant import paths
from assistant.cli import main
from tests.engines.conftest import server
from tests.engines.hostile import Server

__all__ = ["server"]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(2):
        copy = folder / f"dog{number}.jpg"
        shutil.copy(paths.resources() / "samples" / "dog.jpg", copy)
        copy.write_bytes(copy.read_bytes() + bytes(number))  # the same bytes are described once
    return folder


def annotate(photos: Path, out: Path, *more: str) -> int:
    line = ["annotate", str(photos), "--write", "json", "--out", str(out), "--engine", "eyes"]
    return main([*line, *more])


def test_it_speaks_under_its_own_name(
    server: Server, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.pieces = ("A dog beside a ship.",)
    assert annotate(photos, tmp_path / "a.json") == 8
    assert "There is no engine eyes." in capsys.readouterr().err
    main(["engines", "add", "eyes", "--address", server.url])
    server.refusals = [(429, {"Retry-After": "0.2"})]  # waited for
    assert annotate(photos, tmp_path / "a.json") == 8
    assert "Agree with: glimpse engines allow eyes --folders" in capsys.readouterr().err
    assert not server.messages
    main(["engines", "allow", "eyes", "--yes"])
    assert annotate(photos, tmp_path / "a.json", "--dry-run") == 0
    estimate = "With 2 of 2 pictures tried, all would take about a minute, and 2 questions"
    assert estimate in capsys.readouterr().err
    assert annotate(photos, tmp_path / "a.json") == 0
    rows = json.loads((tmp_path / "a.json").read_text())["pictures"]
    assert len(rows) == 2
    for row in rows:
        assert "ship" not in row["alt_text"]
        assert "eyes (small-eyes) says, not Glimpse: “A dog beside a ship.”" in row["description"]
        assert "Glimpse did not see: a ship." in row["description"]
