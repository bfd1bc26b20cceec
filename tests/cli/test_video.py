"""``glimpse video`` as a user types it."""

import gc
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
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
from assistant.video.film import FilmPicture
from tests.video.made import film, quiet, sample, sound, still, tone

DOG, CAT, BEACH = (sample(name) for name in ("dog", "cat", "beach"))
_NAMES = {"dog": DOG, "cat": CAT, "beach": BEACH}


class _Looker:
    """In place of the networks: says which of the three samples it is shown."""

    def describe(self, frame: Frame, **_: object) -> Explanation:
        apart = {n: np.abs(frame.pixels.astype(int) - p).mean() for n, p in _NAMES.items()}
        name = min(apart, key=lambda n: apart[n])
        seen = Observation(name, 0.9, "cnn", Sureness.SURE)
        words = {Level.BRIEF: f"A {name}.", Level.STANDARD: f"A {name}. It is near."}
        words[Level.FULL] = f"A {name}. It is near. The picture is bright."
        sentences = {level: (Sentence(text, (seen,)),) for level, text in words.items()}
        return Explanation(sentences, Description((seen,)), frame.source)


@pytest.fixture
def looker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", lambda _: _Looker())


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    """Dog, cat, dog, beach, four seconds each; somebody speaks from 1.3 to 9.5 seconds."""
    pictures = still(DOG, 4) + still(CAT, 4) + still(DOG, 4) + still(BEACH, 4)
    return film(tmp_path / "a.mp4", pictures, sound(quiet(1.3), tone(8.2), quiet(6.5)))


def test_a_list_of_what_is_seen_when_and_nothing_twice(
    holiday: Path, looker: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["video", str(holiday), "--level", "brief"]) == 0
    assert capsys.readouterr().out.splitlines() == ["0:00 A dog.", "0:04 A cat.", "0:12 A beach."]


def test_the_track_speaks_in_the_pauses_and_says_what_does_not_fit(
    holiday: Path, looker: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = tmp_path / "a.vtt"
    line = ["video", str(holiday), "--vtt", str(track), "--json", "--level", "standard"]
    assert main(line) == 0
    out, err = capsys.readouterr()
    rows = [json.loads(row) for row in out.splitlines()]
    assert [row["text"] for row in rows] == [f"A {n}. It is near." for n in _NAMES]
    assert [row["start"] for row in rows] == [0, 4, 12]
    assert [row["cue"]["fits"] for row in rows] == [True, False, True]
    # Only the short sentence fits into the second before the voice begins.
    assert [row["cue"]["text"] for row in rows] == ["A dog.", "A cat.", "A beach. It is near."]
    assert err == "In no pause: 1 description is spoken over other sound.\n"
    assert "00:00:12.000 --> 00:00:13.333\nA beach. It is near.\n" in track.read_text("utf-8")


def test_with_the_real_networks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    black = np.zeros_like(DOG)
    path = film(tmp_path / "a.mp4", still(black, 2) + still(sample("page"), 2) + still(black, 2))
    assert main(["video", str(path), "--senses", "none"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "0:00 It is too dark to see anything."
    assert all(row.startswith("0:02 ") for row in rest)
    assert len(rest) <= 1


def test_what_cannot_be_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = film(tmp_path / "a.mp4", [DOG])
    wrong = [
        (["--vtt", str(path)], 1, "(WebVTT). Choose one that ends in .vtt.\n"),
        (["--mix", str(tmp_path / "a.jpg")], 1, "Choose one that ends in .mp4, .mkv or .webm.\n"),
        (["--vtt", str(tmp_path / "no" / "a.vtt")], 1, "Choose another place.\n"),
        (["--mix", str(path)], 1, "exists already. Choose another name.\n"),
    ]
    for options, code, told in wrong:
        assert main(["video", str(path), *options]) == code
        assert capsys.readouterr().err.endswith(told)
    assert main(["video", str(tmp_path / "gone.mp4"), "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == err.strip()
    with pytest.raises(SystemExit) as stopped:
        main(["video", str(path), "--every", "0"])
    assert stopped.value.code == 2


def test_of_a_long_film_no_pictures_are_kept(
    looker: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them may have 12 MB, and a film some hundred descriptions."""
    alive: list[int] = []

    def describe(_: object, frame: Frame, **_options: object) -> Explanation:
        # By type(): isinstance() asks objects for their class, and some of torch's warn of that.
        alive.append(sum(type(thing) is FilmPicture for thing in gc.get_objects()))
        seen = Observation(f"thing {len(alive)}", 0.9, "cnn", Sureness.SURE)
        told = (Sentence(f"A {seen.label}.", (seen,)),)
        return Explanation(dict.fromkeys(Level, told), Description((seen,)), frame.source)

    monkeypatch.setattr(_Looker, "describe", describe)
    path = film(tmp_path / "a.mp4", (still(DOG, 1.2) + still(CAT, 1.2)) * 8)
    assert main(["video", str(path)]) == 0
    assert len(alive) == 16
    assert alive[-1] <= alive[1] + 2


_needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("espeak-ng")), reason="needs ffmpeg and espeak-ng"
)


@_needs_ffmpeg
def test_a_copy_that_cannot_be_is_told_before_the_film_is_watched(
    holiday: Path, looker: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "b.xyz": f"{tmp_path / 'b.xyz'} is no name for a film. Choose one that ends in .mp4, .mkv",
        # It cannot hold these pictures.
        "b.webm": "ffmpeg cannot write b.webm. Give it the ending of the film, .mp4",
    }
    for name, sentence in told.items():
        assert main(["video", str(holiday), "--mix", str(tmp_path / name)]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert sentence in err
    both = str(tmp_path / "b.mp4")
    assert main(["video", str(holiday), "--mix", both, "--vtt", both]) == 1
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["a.mp4"]


@_needs_ffmpeg
def test_nothing_of_the_users_is_written_over(holiday: Path, looker: None, tmp_path: Path) -> None:
    (tmp_path / "b.part.mp4").write_text("mine")
    assert main(["video", str(holiday), "--mix", str(tmp_path / "b.mp4")]) == 0
    assert (tmp_path / "b.part.mp4").read_text() == "mine"


@_needs_ffmpeg
def test_a_copy_in_which_the_descriptions_are_spoken(
    holiday: Path, looker: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "b.mp4"
    assert main(["video", str(holiday), "--mix", str(copy)]) == 0
    assert copy.stat().st_size > holiday.stat().st_size / 2
    assert "In no pause: 1 description is not in the copy." in capsys.readouterr().err


def test_stopped_by_the_user_nothing_half_made_stays(
    holiday: Path, looker: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> Explanation:
        raise KeyboardInterrupt

    monkeypatch.setattr(_Looker, "describe", interrupted)
    assert main(["video", str(holiday), "--vtt", str(tmp_path / "a.vtt")]) == 130
    assert [p.name for p in tmp_path.iterdir() if p.name != "home"] == ["a.mp4"]


def test_a_track_beside_each_film_of_a_folder_and_none_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    black = np.zeros_like(DOG)
    for name in ("a.mp4", "a.mkv", "more/b.mp4", "more/c.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        film(tmp_path / name, still(black, 2))
    (tmp_path / "more/b.vtt").write_text("WEBVTT\n\nSubtitles of somebody's")
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypisom no film")
    line = ["video", str(tmp_path), "--vtt", "--senses", "none", "--workers", "1"]
    assert main(line) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "4 written, 1 failed."
    assert f"{tmp_path}/more/c.mp4: 1 description in c.vtt. In no pause: 1 " in out
    assert err.startswith("broken.mp4 ")
    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.vtt"))
    assert made == ["a.mkv.vtt", "a.mp4.vtt", "more/b.mp4.vtt", "more/b.vtt", "more/c.vtt"]
    assert "It is too dark" in (tmp_path / "more/c.vtt").read_text("utf-8")
    (tmp_path / "more/c.vtt").unlink()  # as where it was stopped before
    (tmp_path / "broken.mp4").unlink()
    assert main([*line, "--json"]) == 0
    *films, end = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(row["descriptions"], row["vtt"]) for row in films] == [
        (1, str(tmp_path / "more/c.vtt"))
    ]
    assert end["summary"] == {"written": 1, "done before": 3, "failed": 0}


@pytest.mark.parametrize("options", [[], ["--vtt", "a.vtt"], ["--vtt", "--mix", "a.mp4"]])
def test_of_a_folder_there_is_nothing_but_tracks(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["video", str(tmp_path), *options]) == 3
    assert "is a folder; to write a track beside each of its films, add --vtt," in (
        capsys.readouterr().err
    )
    assert main(["video", str(tmp_path), "--vtt"]) == 3
    assert capsys.readouterr().err.startswith("There are no films in the folder ")
