import json
from pathlib import Path

import pytest

from assistant import settings
from assistant.errors import SettingsError


def test_settings_survive_a_restart() -> None:
    first = settings.load()
    first.change("level", "full")
    first.change("shortcuts", {"open": "Ctrl+L"})
    second = settings.load()
    assert second["level"] == "full"
    assert second["shortcuts"] == {"open": "Ctrl+L"}
    assert second.notice == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("level", "loud"), ("rate", 9000), ("rate", "fast"), ("mute", 1), ("recent", [1])],
)
def test_impossible_values_are_refused_and_nothing_changes(name: str, value: object) -> None:
    chosen = settings.load()
    before = chosen[name]
    with pytest.raises(SettingsError, match=name):
        chosen.change(name, value)
    assert chosen[name] == before
    assert settings.load()[name] == before


def test_a_damaged_file_is_kept_aside_and_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"level": "fu')
    chosen = settings.load(path)
    assert chosen["level"] == "standard"
    assert "damaged" in chosen.notice
    assert (tmp_path / "settings.damaged.json").read_text() == '{"level": "fu'
    chosen.change("level", "brief")
    assert settings.load(path)["level"] == "brief"


def test_one_impossible_value_does_not_lose_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"rate": -5, "level": "brief", "from_the_future": 1}))
    chosen = settings.load(path)
    assert chosen["rate"] == 180
    assert chosen["level"] == "brief"
    assert "rate" in chosen.notice


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    chosen = settings.load(tmp_path / "file" / "settings.json")
    with pytest.raises(SettingsError, match="cannot be saved"):
        chosen.change("level", "full")


def test_what_is_handed_out_is_a_copy() -> None:
    chosen = settings.load()
    chosen["recent"].append("x")
    assert chosen["recent"] == []


def test_every_impossible_value_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"level": "loud", "rate": 9000, "theme": "dark"}')
    chosen = settings.load(path)
    assert (chosen["level"], chosen["rate"], chosen["theme"]) == ("standard", 180, "dark")
    assert "level" in chosen.notice
    assert "rate" in chosen.notice


def test_two_windows_do_not_undo_each_other() -> None:
    one, other = settings.load(), settings.load()
    one.change("level", "full")
    other.change("rate", 200)
    one.change("mute", True)
    both = settings.load()
    assert (both["level"], both["rate"], both["mute"]) == ("full", 200, True)


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for text in ("first", "second"):
        path.write_text(text)
        settings.load(path)
    kept = sorted(p.read_text() for p in tmp_path.glob("settings.damaged*.json"))
    assert kept == ["first", "second"]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    chosen = settings.load(path)
    assert "cannot be read" in chosen.notice
    assert chosen["level"] == "standard"


def test_any_file_name_can_be_remembered() -> None:
    names = ["Grüße 👋.png", "a\udcff\udcfe\n\x1b\u202e.png"]
    settings.load().change("recent", names)
    assert settings.load()["recent"] == names
    assert "Grüße 👋" in settings.load().path.read_text(encoding="utf-8")
