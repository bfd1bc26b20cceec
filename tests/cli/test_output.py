"""What may not reach a terminal or a program that reads lines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from assistant.cli import main
from assistant.cli.output import json_line, notice

# An escape sequence, a line break, a mark that turns the writing round, a half of a pair.
_HOSTILE = "a\x1b[31m\nb\u202egnp.exe\x85c\u2028d\udcff"


def test_a_notice_stays_on_one_line_whatever_the_file_is_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notice(f"There is no picture named {_HOSTILE}.")
    err = capsys.readouterr().err
    assert err.endswith(".\n")
    assert err[:-1].isprintable()
    assert "a\\x1b[31m\\nb\\u202egnp.exe" in err


def test_json_is_one_printable_line_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    data = {"source": _HOSTILE, "text": "Grüße, 你好 👋🏽 \U000e0041"}
    json_line(data)
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    assert out[:-1].isprintable()
    assert json.loads(out) == data
    assert "Grüße, 你好 👋🏽" in out


@pytest.mark.skipif(os.name != "posix", reason="file names of bytes")
def test_a_missing_picture_is_told_on_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(tmp_path / _HOSTILE), "--json"]) == 3
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == len(out.splitlines()) == 1
    assert json.loads(out)["source"].endswith(_HOSTILE)


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes")
@pytest.mark.parametrize(
    ("encoding", "option"), [("utf-8:strict", "--json"), ("ascii:strict", "--json"),
                             ("ascii:strict", "--why")],
)  # fmt: skip
def test_any_name_can_be_written_in_any_encoding(
    tmp_path: Path, encoding: str, option: str
) -> None:
    path = tmp_path / "Grüße\udcff.png"
    Image.new("RGB", (64, 64)).save(tmp_path / "black.png")
    (tmp_path / "black.png").rename(path)
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "describe", path, path.with_suffix(".jpg"), option],
        env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    first = done.stdout.splitlines()[0]
    if option == "--json":
        assert json.loads(first)["source"] == str(path)
    else:
        assert b"It is too dark to see anything." in first
