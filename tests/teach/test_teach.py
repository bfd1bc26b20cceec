"""Things of one's own: taught, known again, kept, renamed, deleted."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import models, paths
from assistant.cli import main
from assistant.errors import AssistantError, ModelError
from assistant.pipeline.evidence import Sureness
from assistant.senses import own
from assistant.teach import lesson, naming
from assistant.teach.backbone import CELLS, NUMBERS, OnnxBackbone
from assistant.teach.recogniser import ThingRecogniser, kept
from assistant.teach.store import ThingStore
from assistant.wording import phrases
from tests.teach.things import SAMPLES, frame, on_a_wall, save, views


@pytest.fixture
def taught() -> ThingStore:
    """A cup and a parrot, five views each."""
    store = ThingStore()
    recogniser = ThingRecogniser(store)
    for name, sample in (("my cup", "coffee"), ("Polly", "parrot")):
        seen = [lesson.view(recogniser, frame(view)) for view in views(sample, 5)]
        lesson.teach(store, recogniser, name, seen)
    return store


def test_what_was_taught_is_known_again_and_nothing_else(taught: ThingStore) -> None:
    recogniser = ThingRecogniser(taught)
    for sample, name in (("coffee", "my cup"), ("parrot", "Polly")):
        for view in views(sample, 3, seed=7):
            assert [found.thing.name for found in recogniser.find(frame(view))] == [name]
    for sample in ("cat", "dog", "moose", "stairs", "football", "pancakes"):
        assert recogniser.find(frame(views(sample, 1)[0])) == []


def test_it_is_found_where_it_is(taught: ThingStore) -> None:
    seen = on_a_wall(views("parrot", 1, seed=3)[0], 380, 200, 240)
    (found,) = ThingRecogniser(taught).find(seen)
    x, y, width, height = found.box
    assert found.thing.name == "Polly"
    assert abs(x + width / 2 - 500 / 640) < 0.15
    assert abs(y + height / 2 - 320 / 480) < 0.15


def test_nothing_is_asked_of_the_network_while_nothing_is_taught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "folder", lambda _: Path("nowhere"))
    assert list(own.see(frame(views("cat", 1)[0]))) == []


def test_the_sense_follows_what_is_taught_and_deleted(taught: ThingStore) -> None:
    polly = frame(views("parrot", 1, seed=9)[0])
    (seen,) = own.see(polly)
    assert (seen.kind, seen.label, seen.content) == ("own", "polly", "Polly")
    assert seen.sureness != Sureness.UNSURE
    taught.delete(taught.one("polly"))
    assert list(own.see(polly)) == []
    assert not any(paths.data_dir().rglob("Polly*"))


def test_two_things_that_look_alike_are_not_told_apart_for_sure(taught: ThingStore) -> None:
    cup = frame(views("coffee", 1, seed=5)[0])
    (alone,) = own.see(cup)
    assert alone.sureness == Sureness.SURE
    seen = [lesson.view(kept(taught), frame(view)) for view in views("coffee", 5, seed=2)]
    lesson.teach(taught, kept(taught), "blue mug", seen)
    (one_of_two,) = own.see(cup)
    assert one_of_two.sureness == Sureness.FAIRLY_SURE
    (sentence,) = phrases.own([one_of_two])
    assert sentence.text.startswith("I think ")
    assert sentence.text.endswith(", but it may be one like it.")


def test_all_who_look_share_one_recogniser(taught: ThingStore) -> None:
    known = kept(taught)
    assert kept(ThingStore()) is known
    taught.delete(taught.one("polly"))
    assert [thing.name for thing in kept(ThingStore()).known] == ["my cup"]


def test_one_thing_under_two_names_is_noticed(taught: ThingStore) -> None:
    recogniser = ThingRecogniser(taught)
    seen = [lesson.view(recogniser, frame(view)) for view in views("coffee", 5, seed=2)]
    learnt = lesson.teach(taught, recogniser, "blue mug", seen)
    assert [twin.name for twin in learnt.twins] == ["my cup"]
    assert "It looks much like your cup." in " ".join(learnt.sentences)


def test_a_thing_learns_more_views_and_keeps_the_old_ones(taught: ThingStore) -> None:
    recogniser = ThingRecogniser(taught)
    more = [lesson.view(recogniser, frame(view)) for view in views("coffee", 2, seed=4)]
    thing = lesson.teach(taught, recogniser, "the CUP", more).thing
    assert (thing.name, thing.views) == ("my cup", 7)
    assert taught.numbers(thing).shape == (7, 2, NUMBERS)
    assert len(list(taught.pictures(thing))) == 7


def test_another_backbone_makes_the_numbers_anew(taught: ThingStore) -> None:
    thing = taught.one("Polly")
    taught.renew(thing, np.zeros((5, 2, NUMBERS), np.float32), "older")
    found = ThingRecogniser(taught).find(frame(views("parrot", 1, seed=6)[0]))
    assert [one.thing.name for one in found] == ["Polly"]
    assert taught.one("Polly").version == thing.version


def test_the_frozen_part_gives_what_the_whole_network_makes_of_the_picture() -> None:
    """Heads come and go; these numbers of a sample must stay, or what was taught is lost."""
    cells = OnnxBackbone(models.folder("compact"))(views("dog", 1)[0])
    assert cells.shape == (CELLS, CELLS, NUMBERS)
    assert cells.min() >= 0
    assert cells.max() <= 6  # as this backbone's last step, ReLU6, leaves them
    assert 0.1 < cells.mean() < 0.3


def test_a_damaged_network_is_one_sentence(tmp_path: Path) -> None:
    for content in (b"", b"no network"):
        (tmp_path / "cnn.onnx").write_bytes(content)
        with pytest.raises(ModelError, match="Install Glimpse again"):
            OnnxBackbone(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("red mug", "your red mug"), ("my red mug", "your red mug"), ("Rex", "Rex"),
        ("the old mug", "the old mug"), ("anna's keys", "anna's keys"),
    ],
)  # fmt: skip
def test_how_a_name_is_said(name: str, said: str) -> None:
    assert naming.spoken(name) == said


@pytest.mark.parametrize("name", ["", "   ", "…", "x" * 41])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(AssistantError):
        naming.checked(name)


def test_nothing_hidden_stays_in_a_name() -> None:
    assert naming.checked(" red\u200b\u202e\n mug ") == "red mug"


def _run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    told = capsys.readouterr()
    return told.out + told.err


def test_the_whole_life_of_a_thing_on_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cups = save(tmp_path, "coffee", 5)
    told = _run(capsys, "teach", "add", "my cup", *cups)
    assert "I know your cup now, from five views." in told
    assert str(paths.data_dir() / "things") in told
    described = _run(capsys, "describe", str(SAMPLES / "coffee.jpg"))
    assert "your cup" in described.lower()
    asked = _run(capsys, "ask", str(SAMPLES / "coffee.jpg"), "where is my cup?")
    assert "your cup" in asked.lower()
    assert "I don't see it" in _run(
        capsys, "describe", str(SAMPLES / "moose.jpg"), "--where", "my cup"
    )
    assert _run(capsys, "teach", "rename", "cup", "tea cup") == "Your cup is your tea cup now.\n"
    listed = json.loads(_run(capsys, "teach", "list", "--json"))
    assert listed["things"] == [{"name": "tea cup", "views": 5}]
    _run(capsys, "teach", "export", str(tmp_path / "things.zip"))
    with zipfile.ZipFile(tmp_path / "things.zip") as archive:
        assert sum(name.endswith(".jpg") for name in archive.namelist()) == 5
    assert "--yes" in _run(capsys, "teach", "delete", "tea cup", code=1)
    _run(capsys, "teach", "delete", "tea cup", "--yes")
    told = _run(capsys, "teach", "import", str(tmp_path / "things.zip"))
    assert told == "I know your tea cup now, from five views.\n"
    assert "tea cup" in _run(capsys, "describe", str(SAMPLES / "coffee.jpg"))
    _run(capsys, "teach", "delete", "tea cup", "--yes")
    assert "nothing yet" in _run(capsys, "teach", "list")
    assert "your" not in _run(capsys, "describe", str(SAMPLES / "coffee.jpg")).lower()


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_was_not_exported_is_not_imported(
    content: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    told = _run(capsys, "teach", "import", str(tmp_path / "bad.zip"), code=1)
    assert "has no things that Glimpse exported" in told
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "words")
    _run(capsys, "teach", "import", str(tmp_path / "other.zip"), code=1)
    assert ThingStore().things() == ()


def test_a_picture_that_would_fill_the_memory_is_not_imported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bomb = io.BytesIO()
    Image.new("L", (14_000, 14_000)).save(bomb, "JPEG", quality=1, optimize=True)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w") as archive:
        archive.writestr("things.json", json.dumps({"things": [{"key": "a", "name": "mug"}]}))
        archive.writestr("a/01.jpg", bomb.getvalue())
    told = _run(capsys, "teach", "import", str(tmp_path / "bomb.zip"), code=1)
    assert len(told.splitlines()) == 1
    assert ThingStore().things() == ()


def test_too_few_views_are_refused_and_leave_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = _run(capsys, "teach", "add", "cup", *save(tmp_path, "coffee", 2), code=1)
    assert "at least three views" in told
    assert ThingStore().things() == ()


def test_alt_texts_and_the_index_never_tell_of_ones_own_things(taught: ThingStore) -> None:
    from assistant.pipeline.options import Options

    assert "own" in Options().senses
    assert "own" not in Options().public
