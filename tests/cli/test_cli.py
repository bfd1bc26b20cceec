"""The command line as a user types it."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import opencv, paths
from assistant.cli import main, watch
from assistant.cli.parser import parser
from assistant.errors import PipelineError
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline
from assistant.sources import Capture
from tests.waiting import SECONDS

_SAMPLES = paths.resources() / "samples"


@pytest.fixture
def black(tmp_path: Path) -> Path:
    path = tmp_path / "black.png"
    Image.new("RGB", (64, 64)).save(path)
    return path


def test_help_answers_at_once_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom assistant.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = ('torch', 'PySide6', 'cv2', 'numpy', 'PIL', 'rich')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "describe" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert re.match(r"Glimpse \d+\.\d+", capsys.readouterr().out)


_RUN = f"'{sys.executable}' -c 'import sys; from assistant.cli import main; sys.exit(main())'"


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (f"ulimit -f 0; {_RUN} models list > out", 1, "The result cannot be written: "),
        (f"{_RUN} models list >&-", 1, "The result cannot be written: "),
        (f"{_RUN} describe - <&-", 3, "Standard input is closed; "),
    ],
)
def test_a_full_disk_and_closed_streams_are_told_in_one_sentence(
    line: str, code: int, told: str, tmp_path: Path
) -> None:
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == code
    assert done.stderr.startswith(told)
    assert len(done.stderr.splitlines()) == 1


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
        "label", "kind", "score", "sureness", "sense", "count", "more", "box", "boxes", "direction",
        "content",
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


def test_a_fault_in_the_cameras_thread_ends_the_watch() -> None:
    def broken() -> Capture:
        raise RuntimeError("the driver is broken")

    with pytest.raises(RuntimeError, match="driver"):
        next(watch._newest(broken))


@pytest.mark.parametrize(
    "command", [["watch", "--video", "gone.avi"], ["say", "x", "--save-speech", "x.wav"]]
)
def test_a_damaged_settings_file_is_told(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.json").write_text("{")
    main(command)
    assert "The settings file was damaged." in capsys.readouterr().err


def test_a_voice_that_is_gone_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths.config_dir().mkdir(parents=True)
    (paths.config_dir() / "settings.json").write_text('{"voice": "klingon"}')
    assert main(["say", "Hello", "--save-speech", str(tmp_path / "x.wav")]) == 0
    assert "The voice klingon is not installed." in capsys.readouterr().err


def test_a_camera_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--camera", "77", "--quiet"]) == 3
    assert "camera" in capsys.readouterr().err


def test_models_are_listed_and_the_bundled_ones_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    assert "compact" in capsys.readouterr().out
    assert main(["models", "remove", "compact"]) == 4
    assert main(["models", "verify", "nonsense"]) == 4
    assert "standard" in capsys.readouterr().err


def test_a_download_asks_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["models", "download", "standard"]) == 4
    err = capsys.readouterr().err
    for fact in ("MB", "MIT", str(paths.data_dir())):
        assert fact in err
    assert "--yes" in err


def test_the_standard_profile_must_be_there(
    black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(black), "--profile", "standard"]) == 4
    assert "glimpse models download standard" in capsys.readouterr().err


def test_doctor_names_a_remedy_for_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert set(checks) == {"voice", "sound", "cameras", "compact", "standard", "window"}
    assert checks["voice"]["good"]
    assert checks["compact"]["good"]
    assert "glimpse models download standard" in checks["standard"]["text"]


def test_interrupted(black: Path) -> None:
    """Ctrl+C in the middle of the work ends with one line and code 130."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "describe", *[str(black)] * 2000],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
        # Where the tests were started in the background, their children would ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=SECONDS)
    # A shell shows 130 for both: Python ends by the signal itself if it hit a C extension's import.
    assert process.returncode in {130, -2}, err
    assert err.splitlines()[-1] == "Stopped."
    assert "Traceback" not in err


def test_a_closed_pipe_is_no_error(black: Path) -> None:
    command = f"{sys.executable} -m assistant describe {black} {black} | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    text = parser().format_help()
    for name in ("describe", "watch", "say", "models", "doctor"):
        assert name in text
        with pytest.raises(SystemExit):
            main([name, "--help"])
        assert name in capsys.readouterr().out


def test_a_name_with_a_line_break_stays_on_its_line(
    black: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = black.with_name("two\nlines\x1b[31m.png")
    black.rename(odd)
    assert main(["describe", str(odd), str(odd)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "two\\nlines\\x1b[31m.png: It is too dark" in lines[0]


def test_models_that_were_never_downloaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "verify", "standard"]) == 4
    assert "is not downloaded. Get it with: glimpse models download" in capsys.readouterr().err
    assert main(["models", "remove", "standard"]) == 0
    assert "gpt2: was not here." in capsys.readouterr().out
