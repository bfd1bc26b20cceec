"""Pictures and films described, and what is spoken or saved."""

import io
import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from assistant import opencv, paths
from assistant.cli import main
from assistant.errors import PipelineError
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline

SAMPLES = paths.resources() / "samples"


def test_only_the_sentence_is_on_standard_output(
    black: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(black)]) == 0
    out, err = capfd.readouterr()
    assert out == "It is too dark to see anything. Try more light.\n"
    assert err == ""


def test_several_pictures_one_of_them_missing(
    black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["describe", str(black), str(black.with_name("gone.jpg")), str(black.parent)])
    out, err = capsys.readouterr()
    assert code == 3
    assert out.splitlines() == [f"{black}: It is too dark to see anything. Try more light."] * 2
    assert "gone.jpg" in err


def test_a_picture_on_which_the_network_fails_does_not_stop_the_others(
    black: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    working = Pipeline.describe

    def fails_once(self: Pipeline, x: Frame, **_options: object) -> Explanation:
        monkeypatch.setattr(Pipeline, "describe", working)
        raise PipelineError("The picture network failed.")

    monkeypatch.setattr(Pipeline, "describe", fails_once)
    assert main(["describe", str(black), str(black)]) == 5
    out, err = capsys.readouterr()
    assert out == f"{black}: It is too dark to see anything. Try more light.\n"
    assert err == "The picture network failed.\n"


def test_json_is_complete_and_readable_by_line(
    black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(black), str(black) + "x", "--json", "--level", "full"]) == 3
    good, bad = map(json.loads, capsys.readouterr().out.splitlines())
    assert good["schema"] == bad["schema"] == 1
    assert good["source"] == str(black)
    assert good["level"] == "full"
    assert good["text"] == " ".join(s["text"] for s in good["sentences"])
    evidence = good["observations"][good["sentences"][0]["evidence"][0]]
    assert evidence["label"] == "too dark"
    assert set(evidence) == {
        "label", "kind", "score", "sureness", "sense", "count", "more", "colour", "box", "boxes",
        "direction", "content",
    }  # fmt: skip
    assert good["timings_ms"]["total"] > 0
    assert "black.pngx" in bad["error"]


def test_why(black: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["describe", str(black), "--why"])
    assert "too dark: the light and sharpness check, sure." in capsys.readouterr().out


def test_standard_input(
    black: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(black.read_bytes())))
    assert main(["describe", "-"]) == 0
    assert "too dark" in capsys.readouterr().out


def test_what_was_left_out_of_a_folder_is_told(
    black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (black.parent / "a.xcf").touch()
    (black.parent / "gone.jpg").symlink_to(black.parent / "nowhere")
    assert main(["describe", str(black.parent)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "gone.jpg leads to no file; check the link, or delete it.",
        "Left out, as I cannot read them: 1 GIMP picture.",
    ]


def test_nothing_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe"]) == 2
    assert capsys.readouterr().err == "Name a picture, as in: glimpse describe photo.jpg\n"


def test_the_spoken_text_can_be_saved(black: Path, tmp_path: Path) -> None:
    target = tmp_path / "speech.wav"
    assert main(["describe", str(black), "--save-speech", str(target)]) == 0
    with wave.open(str(target)) as sound:
        assert 1 < sound.getnframes() / sound.getframerate() < 10
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    assert np.abs(samples.astype(float)).max() > 3000


def test_speech_is_never_saved_over_a_file(
    black: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photograph, older = tmp_path / "holiday.jpg", tmp_path / "older.wav"
    photograph.write_bytes(b"a photograph")
    older.write_bytes(b"an interview")
    for command in (["describe", str(black)], ["read", str(black)], ["say", "Hello"]):
        assert main([*command, "--save-speech", str(photograph)]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.endswith(
            "holiday.jpg is no name for a WAV file. Choose one that ends in .wav.\n"
        )
        assert main([*command, "--save-speech", str(older)]) == 1
        assert capsys.readouterr().err == f"{older} exists already. Choose another name.\n"
    assert photograph.read_bytes() == b"a photograph"
    assert older.read_bytes() == b"an interview"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_to_say_is_told(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", text]) == 2
    assert capsys.readouterr().err == (
        'There is nothing to say. Name a text, as in: glimpse say "Hello"\n'
    )


def test_standard_input_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, code in ((b"Hello.\n\nHow are you?\n", 0), (b" \n", 6)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        assert main(["say", "-", "--save-speech", str(tmp_path / "x.wav")]) == code
        (tmp_path / "x.wav").unlink(missing_ok=True)
    assert capsys.readouterr().err == "There is nothing to say: standard input is empty.\n"


def _has_sound_card() -> bool:
    cards = Path("/proc/asound/cards")
    return cards.exists() and "no soundcards" not in cards.read_text()


def test_without_a_loudspeaker_speech_goes_into_a_file(black: Path, tmp_path: Path) -> None:
    environment = dict(os.environ, PULSE_SERVER="unix:/nonexistent")
    (tmp_path / "glimpse-speech.wav").write_bytes(b"mine")
    if _has_sound_card():
        pytest.skip("this machine has a sound card")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "describe", str(black), "--speak"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "It is too dark to see anything. Try more light.\n"
    assert done.stderr.endswith("The speech is in glimpse-speech-2.wav.\n")
    assert (tmp_path / "glimpse-speech.wav").read_bytes() == b"mine"
    assert (tmp_path / "glimpse-speech-2.wav").stat().st_size > 10_000


def test_a_film_is_described_as_it_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2 = opencv.load()

    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for value in [0] * 15 + [128] * 15 + [0] * 15:
        writer.write(np.full((48, 64, 3), value, np.uint8))
    writer.release()
    assert main(["watch", "--video", str(film), "--quiet"]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == third == "It is too dark to see anything. Try more light."
    assert second.startswith("The picture is one even colour")


def test_without_opencv_one_sentence_tells_what_to_do() -> None:
    code = (
        "import sys\n"
        "sys.modules['cv2'] = None\n"
        "from assistant.cli import main\n"
        f"sys.exit(main(['describe', {str(SAMPLES / 'dog.jpg')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr.splitlines() == ["OpenCV does not work here. Install Glimpse again."]
