"""The registry: adding a sense, choosing senses, and one that fails."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant import senses, wording
from assistant.errors import Cancelled, SettingsError
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Level
from assistant.pipeline.features import Features
from assistant.pipeline.frame import Frame
from assistant.senses import SENSES, Sense

_FRAME = Frame(np.full((60, 80, 3), 120, np.uint8), "toy")

_TOY = """
from assistant.pipeline.evidence import Observation, Sureness

def see(frame):
    yield Observation("toy", 0.9, "toy", Sureness.SURE, "code", content=f"{frame.width} wide")
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sense:
    """A sense as a newcomer would add it: one file, one line."""
    (tmp_path / "toy_sense.py").write_text(_TOY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "toy_sense", raising=False)
    return Sense("toy", "fast", "the toy", "Sees toys.", module="toy_sense")


def test_a_new_sense_is_one_file_and_one_line(toy: Sense) -> None:
    seen, failed = senses.see(_FRAME, senses.at("fast", {"toy"}, (*SENSES, toy)))
    assert [(o.label, o.content) for o in seen] == [("toy", "80 wide")]
    assert failed == ()
    d = describe(Features(np.zeros(4, np.float32)), seen)
    said = " ".join(s.text for s in wording.sentences(d)[Level.STANDARD])
    assert "There is a toy: “80 wide”." in said


def test_a_sense_that_fails_silences_no_other_and_is_told(
    toy: Sense, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_sense.py").write_text("def see(frame):\n    return 1 / 0\n")
    monkeypatch.delitem(sys.modules, "broken_sense", raising=False)
    broken = Sense("broken", "fast", "the broken one", "Fails.", module="broken_sense")
    missing = Sense("missing", "fast", "the missing one", "Is not there.")
    seen, failed = senses.see(_FRAME, (broken, missing, toy))
    assert [o.label for o in seen] == ["toy"]
    assert failed == ("broken", "missing")
    d = describe(Features(np.zeros(4, np.float32)), seen, failed=failed)
    full = [s.text for s in wording.sentences(d)[Level.FULL]]
    assert any("Broken failed" in sentence for sentence in full)


def test_a_slow_sense_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_sense.py").write_text(
        "from assistant.errors import Cancelled\n"
        "def see(frame, should_stop):\n"
        "    if should_stop():\n"
        "        raise Cancelled\n"
        "    return []\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "slow_sense", raising=False)
    slow = Sense("slow", "slow", "the slow one", "Takes its time.", module="slow_sense")
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        senses.see(_FRAME, [slow], lambda: next(asked))
    assert senses.see(_FRAME, [slow]) == ((), ())


def test_senses_are_chosen_by_name(toy: Sense) -> None:
    registry = (*SENSES, toy)
    assert senses.named("toy", registry) == {"toy"}
    assert senses.named(" Toy , quality", registry) == {"toy", "quality"}
    assert senses.named("none", registry) == frozenset()
    assert senses.named("all", registry) == {sense.name for sense in registry}
    assert "toy" not in senses.without(["toy"], registry)
    with pytest.raises(SettingsError, match="no sense called 'smell'"):
        senses.named("smell,toy", registry)


def test_the_check_whether_anything_can_be_seen_is_never_off() -> None:
    assert next(sense.name for sense in senses.at("gate", ())) == "quality"


def test_every_sense_of_the_registry_is_there_and_names_itself() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (240, 320, 3), dtype=np.uint8)
    for sense in SENSES:
        seen, failed = senses.see(Frame(noise), [sense])
        assert failed == (), sense.name
        assert {o.sense for o in seen} <= {sense.name}


def test_help_does_not_wait_for_the_senses() -> None:
    code = "import sys, assistant.senses; print([m for m in ('numpy', 'cv2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_that_cannot_be_imported_fails_alone(toy: Sense) -> None:
    gone = Sense("gone", "fast", "the gone", "Is not there.", module="no_such_sense")
    senses.load((gone, toy))
    seen, failed = senses.see(_FRAME, (gone, toy))
    assert [o.label for o in seen] == ["toy"]
    assert failed == ("gone",)
