"""The index follows its folders. What is there already is put there without networks."""

import os
import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant import paths, senses
from assistant.errors import AssistantError, SourceError
from assistant.search import database
from assistant.search.finding import find
from assistant.search.indexing import IndexingKind, forget, index
from assistant.search.record import quantised
from assistant.search.scan import Scan
from assistant.search.store import IndexStore
from assistant.work import Setup
from tests.search.made import fill, record, saw

_SETUP = Setup(senses=senses.without(()), workers=1)
_SAMPLES = paths.resources() / "samples"


@pytest.fixture
def photos(tmp_path):
    """A folder of two pictures that the index knows."""
    folder = tmp_path / "photos"
    fill(folder, {"dog.jpg": record(saw("dog")), "cat.jpg": record(saw("cat"))}, _SETUP)
    return folder


def steps(*folders):
    return [(step.kind, step.path.name) for step in index(_SETUP, folders)]


def found(words):
    with database.reading() as opened:
        return [str(result.path.name) for result in find(opened, words).results]


@pytest.mark.timeout(300)  # two processes load the networks: seconds, but for a busy machine
def test_real_pictures_stopped_and_gone_on_with(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    shutil.copy(_SAMPLES / "astronaut.jpg", folder / "1.jpg")
    sign = Image.new("RGB", (640, 480), "white")
    font = ImageFont.load_default(90)
    ImageDraw.Draw(sign).text((60, 180), "NO ENTRY", "black", font=font)
    sign.save(folder / "2.png")
    (folder / "3.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    running = index(_SETUP, [folder])
    first = next(running)
    assert (first.kind, first.path.name, first.done, first.total) == (
        IndexingKind.ADDED,
        "1.jpg",
        1,
        3,
    )
    running.close()
    assert found("person") == ["1.jpg"]

    rest = list(index(_SETUP, [folder]))
    kinds = [(step.kind, step.path.name) for step in rest]
    assert sorted(kinds[:2]) == [(IndexingKind.ADDED, "2.png"), (IndexingKind.FAILED, "3.jpg")]
    assert sorted(kinds[2:]) == [(IndexingKind.READ, "1.jpg"), (IndexingKind.READ, "2.png")]
    assert next(s.note for s in rest if s.kind == IndexingKind.FAILED).startswith(
        "3.jpg is damaged"
    )
    assert found('"no entry"') == ["2.png"]
    assert steps(folder) == []  # neither what is known nor what failed is tried again


def test_unchanged_pictures_are_left_alone(photos):
    assert steps(photos) == []
    assert steps() == []  # the folder is remembered


def test_moved_and_renamed(photos):
    (photos / "sub").mkdir()
    (photos / "dog.jpg").rename(photos / "sub" / "rex.jpg")
    assert steps(photos) == [(IndexingKind.MOVED, "rex.jpg")]
    assert found("dog") == ["rex.jpg"]
    assert found("named rex") == ["rex.jpg"]
    assert found("folder sub") == ["rex.jpg"]
    assert found("named dog") == []


def test_copied_and_touched(photos):
    shutil.copy(photos / "dog.jpg", photos / "again.jpg")
    os.utime(photos / "cat.jpg", (1e9, 1e9))
    assert sorted(steps(photos)) == [
        (IndexingKind.ADDED, "again.jpg"),
        (IndexingKind.SAME, "cat.jpg"),
    ]
    assert sorted(found("dog")) == ["again.jpg", "dog.jpg"]
    assert steps(photos) == []


def test_deleted(photos):
    (photos / "dog.jpg").unlink()
    assert steps(photos) == [(IndexingKind.DELETED, "dog.jpg")]
    assert found("dog") == []
    assert found("cat") == ["cat.jpg"]


def test_an_unplugged_disk_loses_nothing(photos):
    away = photos.with_name("away")
    photos.rename(away)
    [step] = index(_SETUP, [])
    assert step.kind == IndexingKind.NOTICE
    photos.mkdir()  # as an empty mount point
    [step] = index(_SETUP, [])
    assert "They stay in the index" in step.note
    photos.rmdir()
    away.rename(photos)
    assert found("dog") == ["dog.jpg"]


@pytest.mark.skipif(os.name != "posix", reason="any bytes may be a name")
def test_names_that_are_no_text(photos):
    odd = os.fsencode(photos) + b"/\xff\xfe rex \xf0\x9f\x90\xb6.jpg"
    (photos / "dog.jpg").rename(os.fsdecode(odd))
    assert [kind for kind, _ in steps(photos)] == [IndexingKind.MOVED]
    with database.reading() as opened:
        [result] = find(opened, "named rex").results
    assert os.fsencode(result.path) == odd


def test_a_folder_is_forgotten_and_its_neighbour_is_not(photos, tmp_path):
    fill(tmp_path / "photos 2", {"dog2.jpg": record(saw("dog"))}, _SETUP)
    assert forget(photos) == 2
    assert found("dog") == ["dog2.jpg"]
    assert found("cat") == []
    assert steps() == []
    with pytest.raises(SourceError, match="is not in the index"):
        forget(photos)


def test_what_is_forgotten_is_gone_from_the_file(tmp_path):
    fill(tmp_path / "a", {"x.jpg": record(read="Xylographer")}, _SETUP)
    fill(tmp_path / "b", {"y.jpg": record(saw("dog"))}, _SETUP)
    forget(tmp_path / "a")
    content = b"".join(f.read_bytes() for f in database.place().parent.glob("index*"))
    assert b"ylograph" not in content


def test_what_another_pipeline_described_is_to_be_described_anew(photos):
    with database.writing() as opened:
        scan = Scan(opened)
        assert scan.remember([]) == [photos]
        assert list(scan.search(photos, lambda: None)) == []
        store = IndexStore(opened)
        assert scan.list_todo(store.version(_SETUP.evidence)) == 0
        assert scan.list_todo(store.version("another")) == 2
        assert [one.path.name for one in scan.todo()] == ["cat.jpg", "dog.jpg"]


def test_only_one_at_a_time(photos):
    with database.writing(), pytest.raises(AssistantError, match="indexing already"):
        steps(photos)


def test_folders_that_are_none(tmp_path):
    (tmp_path / "file.jpg").write_bytes(b"x")
    for path, told in (
        (tmp_path / "gone", "no folder named gone"),
        (tmp_path / "file.jpg", "is no"),
    ):
        with pytest.raises(SourceError, match=told):
            list(index(_SETUP, [path]))
    with pytest.raises(SourceError, match="Name a folder"):
        list(index(_SETUP, []))


def test_quantised_vectors_keep_their_angle():
    import numpy as np

    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(2, 576)).astype(np.float32)
    other = (one + other).astype(np.float32)

    def cosine(a, b):
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    small = [np.frombuffer(quantised(v), np.int8).astype(np.float32) for v in (one, other)]
    assert abs(cosine(one, other) - cosine(*small)) < 0.01
    assert quantised(np.zeros(3, np.float32)) == b""
    assert quantised(np.full(3, np.nan, np.float32)) == b""
