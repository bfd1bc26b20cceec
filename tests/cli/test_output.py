"""What may not reach a terminal or a program that reads lines."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from assistant.cli import main
from assistant.cli.output import json_line, notice, result

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
    assert json.loads(out) == {"schema": 1, **data}
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
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_any_name_can_be_written_in_any_encoding(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Grüße\udcff.png"
    Image.new("RGB", (64, 64)).save(tmp_path / "black.png")
    (tmp_path / "black.png").rename(path)
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding, "strict"))
    assert main(["describe", str(path), "--json"]) == 0
    result("«Grüße»")
    first, second = written.getvalue().decode(encoding).splitlines()
    assert json.loads(first)["source"] == str(path)
    assert second == {"ascii": "?Gr??e?", "utf-8": "«Grüße»"}[encoding]
