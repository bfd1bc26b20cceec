"""The lists beside the bundled files are true: nothing without a source and a licence."""

import json
from pathlib import Path

import pytest
from PIL import Image

from assistant import paths

SAMPLES = paths.resources() / "samples"
FREE = {"CC0-1.0", "public domain"}


def rows() -> list[dict[str, str]]:
    return json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))


def pictures() -> list[Path]:
    return sorted(SAMPLES.glob("*.jpg"))


def test_every_sample_picture_is_listed_once_and_nothing_else_is():
    listed = [row["file"] for row in rows()]
    assert sorted(listed) == [path.name for path in pictures()]
    others = {path.name for path in SAMPLES.iterdir()} - set(listed)
    assert others == {"README.md", "samples.json"}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_a_listed_sample_has_author_source_and_a_free_licence(row):
    assert set(row) == {"file", "shows", "author", "source", "licence"}
    assert all(text.strip() for text in row.values())
    assert row["licence"] in FREE
    assert row["shows"].endswith(".")


def test_the_list_for_people_says_what_the_list_for_programs_says():
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("| ")][2:]
    keys = ("file", "shows", "author", "source", "licence")
    assert table == [f"| {' | '.join(row[key] for key in keys)} |" for row in rows()]


@pytest.mark.parametrize("path", pictures(), ids=lambda path: path.name)
def test_a_sample_is_a_small_picture_that_opens(path):
    assert path.stat().st_size <= 200_000
    with Image.open(path) as picture:
        picture.load()
        assert picture.format == "JPEG"
        assert max(picture.size) <= 1024
