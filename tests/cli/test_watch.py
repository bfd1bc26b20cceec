"""``glimpse watch`` with a camera whose pictures the test makes."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant import paths
from assistant.cli import main, watch
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.pipeline.frame import Frame
from assistant.sources import Notice
from assistant.sources.live_source import BACK, LOST
from assistant.wording import CANT_TELL
from tests.video.made import fade, pan, sample, still


def _webcam(*_: object) -> Iterator[Frame]:
    """Ten pictures a second: 1.4 seconds in the dark, then with the light on."""
    with Image.open(paths.resources() / "samples" / "dog.jpg") as sample:
        picture = np.asarray(sample.convert("RGB"))
    for i in range(32):
        yield Frame(picture // 10 if i < 14 else picture, "camera", time=i / 10)


def test_what_goes_on_is_told_once_and_hints_come_beside_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_items", _webcam)
    assert main(["watch", "--quiet", "--aim", "--json", "--senses", "quality"]) == 0
    captured = capsys.readouterr()
    told = [new for line in captured.out.splitlines() for new in json.loads(line)["new"]]
    assert len(told) == len(set(told)) >= 1
    hints = [line for line in captured.err.splitlines() if line.endswith(".")]
    assert hints[:2] == ["More light.", "Steady: got it."]


def test_a_film_cannot_be_aimed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--video", "film.avi", "--aim", "--quiet"]) == 7
    assert "Leave out --aim" in capsys.readouterr().err


class _Looker:
    """In place of the networks: names what is in the picture; remembers when it was asked."""

    def __init__(self, see: Callable[[Frame], Sequence[str]]) -> None:
        self._see = see
        self.looks: list[float] = []

    def glance(self, frame: Frame, **_: object) -> Explanation:
        self.looks.append(frame.time)
        seen = [Observation(name, 0.9, "cnn", Sureness.SURE) for name in self._see(frame)]
        told = tuple(Sentence(f"A {o.label}.", (o,)) for o in seen) or (Sentence(CANT_TELL),)
        return Explanation(dict.fromkeys(Level, told), Description(tuple(seen)), frame.source)


@pytest.fixture
def watched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[list[tuple[float, str]], list[float]]]:
    """What is told when, and when it was looked, of pictures that come ten times a second."""

    def run(
        pictures: Iterable[np.ndarray | Notice],
        see: Callable[[Frame], Sequence[str]],
        times: Sequence[float] | None = None,
    ) -> tuple[list[tuple[float, str]], list[float]]:
        def webcam(*_: object) -> Iterator[Frame | Notice]:
            for number, item in enumerate(pictures):
                time = times[number] if times else number / 10
                yield item if isinstance(item, Notice) else Frame(item, f"{time:.1f}", time)

        looker = _Looker(see)
        monkeypatch.setattr(pipeline, "load", lambda _: looker)
        monkeypatch.setattr(watch, "_items", webcam)
        assert main(["watch", "--quiet", "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [(float(r["source"]), new) for r in rows for new in r["new"]], looker.looks

    return run


DOG, CAT, MOOSE = (sample(name) for name in ("dog", "cat", "moose"))
TABLE = sample("coffee")
CUP = TABLE.copy()
CUP[150:190, 200:240] = (250, 20, 20)  # small: no part of the picture changes much
KNOWN = {"dog": DOG, "cat": CAT, "moose": MOOSE}


def _nearest(frame: Frame) -> list[str]:
    """The one of the three pictures that it clearly is."""
    apart = {n: np.abs(frame.pixels.astype(int) - p).mean() for n, p in KNOWN.items()}
    name = min(apart, key=lambda n: apart[n])
    return [name] if apart[name] < 30 else []


def _cup(frame: Frame) -> list[str]:
    return ["table", "cup"] if frame.pixels[170, 220, 0] > 240 else ["table"]


def test_what_stays_is_told_once_and_seldom_looked_at(watched: Any) -> None:
    told, looks = watched(still(DOG, 60), _nearest)
    assert [text for _, text in told] == ["A dog."]
    assert told[0][0] < 1.5
    assert len(looks) <= 17  # every four seconds


def test_a_small_thing_on_a_table_is_told_soon(watched: Any) -> None:
    told, _ = watched(still(TABLE, 6) + still(CUP, 20), _cup)
    assert [text for _, text in told] == ["A table.", "A cup."]
    assert told[1][0] < 6 + 5


def test_what_went_away_and_came_back_is_told_again(watched: Any) -> None:
    """Small as it is: nothing was told in its place, only looks without it tell that it is over."""
    told, looks = watched(
        still(CUP, 10) + still(TABLE, 20) + still(CUP, 15) + still(TABLE, 30), _cup
    )
    assert [text for _, text in told] == ["A table.", "A cup.", "A cup."]
    assert told[2][0] < 30 + 5
    assert len(looks) <= 50


def test_somebody_who_leaves_the_room_and_comes_back_is_told_again(watched: Any) -> None:
    def see(frame: Frame) -> list[str]:
        return ["room", "person"] if (frame.pixels[50:200, 50:150] == 9).all() else ["room"]

    taken = MOOSE.copy()
    taken[50:200, 50:150] = 9
    told, _ = watched(still(taken, 6) + still(MOOSE, 8) + still(taken, 5), see)
    assert [text for _, text in told] == ["A room.", "A person.", "A person."]
    assert told[2][0] < 14 + 2


def test_what_comes_very_slowly_is_told(watched: Any) -> None:
    told, _ = watched(still(DOG, 3) + fade(DOG, CAT, 40) + still(CAT, 8), _nearest)
    assert [text for _, text in told if text != CANT_TELL] == ["A dog.", "A cat."]


def test_a_walk_that_never_holds_still_is_told_on_the_way(watched: Any) -> None:
    wide = np.hstack([DOG, MOOSE, CAT] * 3)

    def see(frame: Frame) -> list[str]:
        """Whichever fills most of the picture."""
        return [["dog", "moose", "cat"][round(int(frame.source.split(".")[0]) / 5) % 3]]

    told, looks = watched(pan(wide, 45), see)
    assert len(told) >= 7
    assert len(looks) <= 45 * 3


def test_a_flickering_lamp_is_no_news_and_keeps_nobody_busy(watched: Any) -> None:
    rng = np.random.default_rng(3)
    lamp = [(DOG * share).astype(np.uint8) for share in rng.uniform(0.4, 1, 600)]
    told, looks = watched(lamp, lambda _: ["dog"])
    assert [text for _, text in told] == ["A dog."]
    assert len(looks) <= 45


def test_a_network_that_cannot_make_up_its_mind_does_not_chatter(watched: Any) -> None:
    rng = np.random.default_rng(5)
    told, looks = watched(
        still(DOG, 60), lambda _: ["dog", "ball"] if rng.random() < 0.5 else ["dog"]
    )
    assert [text for _, text in told].count("A dog.") == 1
    assert len(told) <= 4
    assert len(looks) <= 60


def test_another_picture_for_a_moment_changes_nothing(watched: Any) -> None:
    told, looks = watched(still(DOG, 6) + still(CAT, 0.3) + still(DOG, 6), _nearest)
    assert [text for _, text in told] == ["A dog."]
    assert len(looks) <= 8


def test_a_clock_that_goes_back_does_not_end_it(watched: Any) -> None:
    times = [1000 + i / 10 for i in range(50)] + [i / 10 for i in range(100)]
    told, looks = watched(still(DOG, 7) + still(CAT, 8), _nearest, times)
    assert [text for _, text in told] == ["A dog.", "A cat."]
    assert len([t for t in looks if t < 1000]) >= 4


def test_a_camera_that_comes_back_is_looked_through_at_once(watched: Any) -> None:
    away = [LOST] + [BACK] * 100  # ten seconds
    told, looks = watched(still(DOG, 5) + away + still(DOG, 5) + away + still(CAT, 3), _nearest)
    assert [text for _, text in told] == ["A dog.", "A cat."]
    assert [t for t in looks if 15 < t < 16]
    assert 30.2 < told[1][0] < 31.5


def test_what_is_read_is_told_once_however_it_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign that stays is read a little differently in each look, and told once."""
    readings = ["Platform 3 to Ulm", "Platform 3 to Ulrn", "PIatform 3 to Ulm"]

    def finish(frame: Frame, first: Explanation, **_: object) -> Explanation:
        read = readings[round(10 * frame.time) % 3]
        text = Observation("text", 0.9, "text", Sureness.SURE, kind="text", content=read)
        return replace(first, description=Description((text,)))

    class Reader(_Looker):
        def glance(self, frame: Frame, **_: object) -> Explanation:
            found = super().glance(frame)
            return replace(found, description=Description(pending=("text",)))

    def webcam(*_: object) -> Iterator[Frame]:
        for number, pixels in enumerate(still(DOG, 40)):
            yield Frame(pixels, "camera", number / 10)

    monkeypatch.setattr(pipeline, "load", lambda _: Reader(_nearest))
    monkeypatch.setattr(pipeline, "finish", finish)
    monkeypatch.setattr(watch, "_items", webcam)
    assert main(["watch", "--quiet"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "A dog."
    assert len(told) == 2
    assert told[1].startswith("Text: “P")
