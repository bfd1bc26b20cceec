"""The command line as a user types it: help, streams, settings, models, and its end."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import paths
from assistant.cli import main, watch
from assistant.cli.parser import parser
from assistant.sources import Capture
from tests.waiting import SECONDS

SAMPLES = paths.resources() / "samples"


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
