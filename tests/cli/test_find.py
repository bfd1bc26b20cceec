"""``glimpse index`` and ``glimpse find`` as a user types them."""

import json
import os
import subprocess
import sys

import pytest

from assistant.cli import main
from tests.search.made import fill, record, saw


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    fill(
        folder,
        {
            "IMG_1.jpg": record(saw("dog"), brief="A dog."),
            "IMG_2.jpg": record(saw("dog", 0), saw("person"), brief="A person."),
        },
    )
    return folder


def test_found_pictures_are_told_with_their_reasons(photos, capsys):
    assert main(["find", "dogs"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"1. {photos}/IMG_1.jpg: A dog. (dog: sure)",
        f"2. {photos}/IMG_2.jpg: A person. (dog: unsure)",
    ]
    assert err == ""


def test_notes_and_how_many_more(photos, capsys):
    assert main(["find", "a", "dog", "or", "wardrobe", "--limit", "1"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert err.splitlines() == [
        "I don't know what a wardrobe looks like; I searched only names and texts for it.",
        "1 more. To hear it, add: --limit 2",
    ]


def test_nothing_found_is_one_sentence(photos, capsys):
    assert main(["find", "kitchen without people"]) == 0
    out, err = capsys.readouterr()
    assert out == "I found no picture for: kitchen; no person. I searched 2 pictures.\n"
    assert err == ""


def test_json(photos, capsys):
    assert main(["find", "two dogs last year", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert told["understood"].startswith("two dogs; in 20")
    assert told["results"] == []
    assert main(["find", "dog", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["results"][0] == {
        "path": str(photos / "IMG_1.jpg"),
        "text": "A dog.",
        "reason": "dog: sure",
        "taken": "2022-07-14 10:00",
    }


def test_the_first_result_is_opened(photos, tmp_path, monkeypatch, capsys):
    if sys.platform != "linux":
        pytest.skip("xdg-open is Linux's")
    opened = tmp_path / "opened"
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert main(["find", "dog", "--open"]) == 0
    assert opened.read_text() == f"{photos}/IMG_1.jpg\n"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["find", "dog", "--open"]) == 1
    assert "Install xdg-utils" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["find", "dog"], 1, "No pictures are indexed yet. Begin with: glimpse index FOLDER"),
        (["find"], 3, "Name words to search for, or a picture with --like"),
        (["find", "dog", "--like", "a.jpg"], 3, "one of them"),
        (["index"], 3, "Name a folder to index"),
        (["index", "/nowhere/at/all"], 3, "There is no folder named all"),
        (["index", "--forget", "/nowhere"], 3, "nowhere is not in the index"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments, code, told, capsys):
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("number", ["0", "-1", "many", "100000"])
def test_limits(number):
    with pytest.raises(SystemExit) as stopped:
        main(["find", "dog", "--limit", number])
    assert stopped.value.code == 2


def test_index_tells_what_changed(photos, capsys):
    (photos / "IMG_1.jpg").unlink()
    (photos / "IMG_2.jpg").unlink()
    assert main(["index"]) == 3
    out, err = capsys.readouterr()
    assert out == "Nothing has changed.\n"
    assert "They stay in the index" in err
    assert main(["index", "--forget", str(photos)]) == 0
    assert capsys.readouterr().out == "2 pictures forgotten. The files are untouched.\n"


def test_searching_loads_no_networks(photos):
    code = (
        "import sys\nfrom assistant.cli import main\nmain(['find', 'dog'])\n"
        "print([m for m in ('torch', 'PySide6', 'cv2', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_pictures_of_kinds_that_cannot_be_read_are_counted_by_kind(tmp_path, capsys):
    folder = tmp_path / "drawings"
    folder.mkdir()
    for name in ("a.xcf", "b.xcf", "c.eps"):
        (folder / name).touch()
    main(["index", str(folder)])
    out, err = capsys.readouterr()
    assert out == "Nothing has changed, 3 of kinds that I cannot read.\n"
    assert err.splitlines() == [
        f"There are no pictures that I can read in the folder {folder}, "
        "only 2 GIMP pictures, 1 PostScript drawing; save them as JPEG or PNG.",
        "Left out, as I cannot read them: 2 GIMP pictures, 1 PostScript drawing.",
    ]
