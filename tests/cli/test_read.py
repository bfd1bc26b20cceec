"""``glimpse read`` as a user types it."""

import io
import json
import sys
import wave
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from assistant import paths, sources
from assistant.cli import main
from tests.reading.made import installed, page

_NOTICE = paths.resources() / "samples" / "page.jpg"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.png"
    page(["Milk, two loaves of bread", "", "", "Back at seven!"]).save(path)
    return path


@pytest.fixture
def white(tmp_path: Path) -> Path:
    path = tmp_path / "white.png"
    Image.new("RGB", (320, 240), "white").save(path)
    return path


def test_paragraphs_are_printed_with_an_empty_line_between(
    note: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(note)]) == 0
    out, err = capfd.readouterr()
    assert out == "Milk, two loaves of bread\n\nBack at seven!\n"
    assert err == ""


def test_no_text_is_said_and_is_no_error(white: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(white)]) == 0
    assert capsys.readouterr().out == "I see no text in this picture.\n"


def test_several_pictures_each_under_its_name_one_missing(
    note: Path, white: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(note), str(note) + "x", str(white)]) == 3
    out, err = capsys.readouterr()
    assert out == (
        f"{note}:\n\nMilk, two loaves of bread\n\nBack at seven!\n\n"
        f"{white}:\n\nI see no text in this picture.\n\n"
    )
    assert "note.pngx" in err


def test_json_has_blocks_lines_and_where_they_are(
    note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(note), str(note) + "x", "--json"]) == 3
    good, bad = map(json.loads, capsys.readouterr().out.splitlines())
    assert good["schema"] == bad["schema"] == 1
    assert good["source"] == str(note)
    assert good["text"] == "Milk, two loaves of bread\n\nBack at seven!"
    first, second = good["blocks"]
    assert first["text"] == "Milk, two loaves of bread"
    (line,) = second["lines"]
    assert line["text"] == "Back at seven!"
    assert line["sure"]
    assert line["unsure_words"] == []
    assert line["score"] > 0.9
    assert first["lines"][0]["box"][1] < line["box"][1] < line["box"][1] + line["box"][3] <= 1
    assert "note.pngx" in bad["error"]


@pytest.fixture
def fax(tmp_path: Path) -> Path:
    path = tmp_path / "fax.tif"
    first, *others = (page([f"Sheet number {i}"]).convert("1") for i in (1, 2, 3))
    first.save(path, save_all=True, append_images=others, compression="group4")
    return path


def test_documents_are_read_page_by_page(fax: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(fax)]) == 0
    assert capsys.readouterr().out == "".join(
        f"Page {i} of 3:\n\nSheet number {i}\n\n" for i in (1, 2, 3)
    )
    assert main(["read", str(fax), "--pages", "2-9", "--json"]) == 0
    out, err = capsys.readouterr()
    told = [json.loads(line) for line in out.splitlines()]
    assert [(t["page"], t["pages"], t["text"]) for t in told] == [
        (2, 3, "Sheet number 2"), (3, 3, "Sheet number 3"),
    ]  # fmt: skip
    assert err == f"{fax} has only 3 pages.\n"
    assert main(["read", str(fax), "--page", "2"]) == 0
    assert capsys.readouterr().out == "Page 2 of 3:\n\nSheet number 2\n\n"
    assert main(["read", str(fax), "--page", "4"]) == 3
    assert capsys.readouterr().err == "fax.tif has 3 pages; there is no page 4.\n"


def test_a_copied_document_is_read_page_by_page(
    fax: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "clipboard", lambda: sources.image(fax))
    assert main(["read", "--clipboard"]) == 0
    assert "Page 3 of 3:\n\nSheet number 3\n" in capsys.readouterr().out


def test_a_link_to_nothing_in_a_folder_is_one_line(
    note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (note.parent / "gone.jpg").symlink_to(note.parent / "nowhere")
    assert main(["read", str(note.parent)]) == 0
    told = "gone.jpg leads to no file; check the link, or delete it.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("wrong", [["--page", "0"], ["--pages", "4-2"], ["--pages", "a-b"]])
def test_a_wrong_page_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["read", "x.pdf", *wrong])
    assert "page" in capsys.readouterr().err


def test_the_first_page_of_a_document_is_described_and_said_to_be_the_first(
    fax: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", str(fax), "--level", "brief"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Page 1 of 3. ")
    assert "Sheet number 1" in said


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A letter of which the copying of the file stopped in the middle."""
    whole = io.BytesIO()
    page([f"Clause number {i} of the contract" for i in range(1, 9)]).save(whole, "JPEG")
    path = tmp_path / "half.jpg"
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) * 45 // 100])
    return path


_HALF = "The file is damaged; only the upper part can be seen, the rest is missing."


def test_that_the_rest_is_missing_is_said_wherever_there_is_text(
    half: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.txt"
    assert main(["read", str(half), "--save", str(kept)]) == 0
    out, err = capsys.readouterr()
    assert "Clause number 1 of" in out
    assert "number 8" not in out
    assert err == f"{_HALF}\n"
    assert kept.read_text().startswith(f"[{_HALF}]\n\nClause number 1 of")
    assert main(["read", str(half), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == [_HALF]


def test_the_other_commands_say_it_too(half: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for level in ("brief", "standard", "full"):
        assert main(["describe", str(half), "--level", level, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["notes"] == [_HALF]
        assert said["text"].startswith(_HALF)
    assert main(["ask", str(half), "what does it say?"]) == 0
    assert capsys.readouterr().out.startswith(_HALF)
    assert main(["ask", str(half), "what does it say?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == [_HALF]


def test_doubtful_words_are_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blurred = tmp_path / "blurred.png"
    page(["Take one tablet", "before breakfast"]).filter(ImageFilter.GaussianBlur(5)).save(blurred)
    assert main(["read", str(blurred)]) == 0
    out = capsys.readouterr().out
    assert "[not sure: " in out or out == "I see no text in this picture.\n"


def test_writing_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign = tmp_path / "sign.png"
    page(["Следующая станция Москва"], 36, path=installed("DejaVu Sans")).save(sign)
    assert main(["read", str(sign)]) == 0
    assert capsys.readouterr().out == "There is writing in a script that I cannot read.\n"


def test_standard_input(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(note.read_bytes())))
    assert main(["read", "-"]) == 0
    assert "Back at seven!" in capsys.readouterr().out


def test_nothing_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read"]) == 2
    assert capsys.readouterr().err == "Name a picture, as in: glimpse read letter.jpg\n"


def test_the_text_can_be_saved_but_never_over_another_file(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "note.txt"
    assert main(["read", str(note), "--save", str(target)]) == 0
    assert target.read_bytes() == b"Milk, two loaves of bread\n\nBack at seven!\n"
    target.write_text("mine")
    capsys.readouterr()
    assert main(["read", str(note), "--save", str(target)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{target} exists already. Choose another name.\n"
    assert target.read_text() == "mine"
    assert sorted(p.name for p in tmp_path.glob("note*")) == ["note.png", "note.txt"]


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(note), "--save", str(tmp_path / "gone" / "x.txt")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"There is no folder {tmp_path / 'gone'}. Choose another place.\n"


def test_without_text_nothing_is_saved(
    white: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.txt"
    assert main(["read", str(white), "--save", str(target)]) == 0
    assert not target.exists()
    assert capsys.readouterr().err == "There is no text, so nothing was saved.\n"


def test_the_text_can_be_spoken_into_a_file(note: Path, tmp_path: Path) -> None:
    target = tmp_path / "speech.wav"
    assert main(["read", str(note), "--save-speech", str(target)]) == 0
    with wave.open(str(target)) as sound:
        assert 1 < sound.getnframes() / sound.getframerate() < 10


def test_a_notice_with_a_table_is_read_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(_NOTICE)]) == 0
    out = capsys.readouterr().out
    assert "\nTuesday 10 am to 6 pm\n" in out
    assert "someone to read to you. Guide dogs are welcome in every room." in out
