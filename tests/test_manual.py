"""The pages of help, and the tables that the program makes for them."""

from assistant import manual
from assistant.cli import main
from assistant.cli.parser import parser
from assistant.keys import ACTIONS
from assistant.manual import tables


def test_pages_come_in_the_order_of_the_contents() -> None:
    titles = [page.title for page in manual.pages()]
    assert titles[:2] == ["First steps", "Keys"]
    assert titles[-1] == "When something is wrong"


def test_a_table_takes_the_place_of_an_older_one_and_nothing_else() -> None:
    text = "Before.\n<!-- made by the program: keys -->\nold\n<!-- end -->\nAfter.\n"
    new = manual.renewed(text, {"keys": "new"})
    assert manual.unmarked(new).split() == ["Before.", "new", "After."]
    assert manual.renewed(new, {"keys": "new"}) == new
    assert manual.renewed(text, {"options": "new"}) == text


def test_the_keys_are_those_of_the_user() -> None:
    made = tables.keys({"describe": "F9", "read": ""})
    assert "| F9 | Describe. " in made
    assert "| no key | Read. " in made
    assert "| Space |" not in made


def test_options_tell_steps_arguments_and_choices() -> None:
    made = tables.options(parser())
    assert "## glimpse models download\n\nGet the models of a profile." in made
    assert "| `--level` brief, standard, full | Brief is one sentence" in made
    assert "`--help`" not in made


def test_every_command_and_each_that_is_given_to_it_is_told_in_words() -> None:
    made = tables.options(parser())
    assert "None" not in made.split("\n")
    assert "| . |" not in made


def test_what_is_the_user_s_alone_is_no_choice_where_files_are_written() -> None:
    told = {part.partition("\n")[0]: part for part in tables.options(parser()).split("## glimpse ")}
    assert "medium, own, people" in told["describe"]
    assert all("medium, people" in told[name] for name in ("annotate", "video"))


def test_glimpse_keys_lists_every_action_with_the_users_own_key(monkeypatch, tmp_path, capsys):
    (tmp_path / "settings.json").write_text('{"shortcuts": {"describe": "F9"}}')
    monkeypatch.setattr("assistant.paths.config_dir", lambda: tmp_path)
    assert main(["keys"]) == 0
    printed = capsys.readouterr().out
    assert "F9: Describe. " in printed
    for row in ACTIONS:
        assert f"{row.plain}. {row.help}" in printed


def test_exit_codes_are_those_of_the_kinds_of_error_and_not_of_a_part_s_own():
    from assistant.search import database

    assert database.NoIndex.exit_code == 1
    assert "| 1 | Something else went wrong. |" in tables.exit_codes()
    assert "| 7 | A setting has a value that it cannot have. |" in tables.exit_codes()
