"""ARCHITECTURE.md tells of the files that there are."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

_TOP = Path(__file__).resolve().parent.parent
_PACKAGE = _TOP / "assistant"
_TEXT = (_TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")
_TREE = _TEXT.partition("```\nassistant/\n")[2].partition("\nresources/")[0]
_FOLDER = re.compile(r" +(\w+)/(?: |$)")
_MODULE = re.compile(r"\b([a-z]\w*\.py)\b")


def _told() -> dict[Path, set[str]]:
    """Folder → modules that the tree names in it."""
    told: dict[Path, set[str]] = {}
    top = here = _PACKAGE
    for line in _TREE.splitlines():
        folder = _FOLDER.match(line)
        indent = len(line) - len(line.lstrip())
        if indent == 2:
            top = here = _PACKAGE / folder[1] if folder else _PACKAGE
        elif indent == 4:
            here = top / folder[1] if folder else top
        told.setdefault(here, set()).update(_MODULE.findall(line))
    return told


def _folders(place: Path) -> set[Path]:
    return {path.parent for path in place.glob("*/*.py")}


def test_the_tree_has_every_folder_and_no_other() -> None:
    rooms = (_PACKAGE / "qt", _PACKAGE / "training")
    assert set(_told()) - {_PACKAGE} == _folders(_PACKAGE).union(*map(_folders, rooms))


def test_the_modules_of_the_tree_are_there() -> None:
    gone = {folder / name for folder, names in _told().items() for name in names}
    assert not [path for path in gone if not path.is_file()]


@pytest.mark.parametrize("folder", [_PACKAGE, _PACKAGE / "pipeline"], ids=["top", "pipeline"])
def test_on_top_and_in_the_pipeline_each_module_is_told(folder: Path) -> None:
    there = {path.name for path in folder.glob("[a-z]*.py")}
    assert _told()[folder] == there


def test_files_that_the_text_names_are_there() -> None:
    for name in re.findall(r"`((?:[\w.-]+/)+[a-z_-]+\.(?:py|json|md|npz|toml|config))`", _TEXT):
        assert (_PACKAGE / name).is_file() or (_TOP / name).is_file(), name


def test_one_picture_goes_through_at_most_twelve_files() -> None:
    ways = _TEXT.partition("### One picture's way")[2].partition("\nWho may")[0].split("\n\n")
    lists = [re.findall(r"^\d+\. `([\w/]+\.py)`", way, re.MULTILINE) for way in ways]
    assert [len(names) for names in lists if names] == [12, 12]


def test_every_module_has_its_place_among_who_may_import_whom() -> None:
    project = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c["layers"] for c in project["tool"]["importlinter"]["contracts"] if "layers" in c]
    assert not [layer for layer in layers if ":" in layer], "a colon guards nothing"
    places = {name.strip() for layer in layers for name in layer.split("|")}
    below = {path.relative_to(_TOP) for path in _PACKAGE.rglob("*.py")}
    modules = {".".join(p.with_suffix("").parts) for p in below if p.name != "__init__.py"}
    assert not [m for m in modules if not any(f"{m}.".startswith(f"{n}.") for n in places)]


@pytest.mark.parametrize(
    ("forbidden", "free"),
    [("PySide6", "qt"), ("torch", ""), ("ray", "work")],
)
def test_what_is_forbidden_is_forbidden_to_all_but_one(forbidden: str, free: str) -> None:
    project = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [told] = [c["source_modules"] for c in contracts if forbidden in c.get("forbidden_modules", ())]
    all_ = {p.stem for p in _PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert {f"assistant.{name}" for name in all_ - {"__init__", "__main__", "training", free}} == {
        *told
    }


def test_no_two_classes_of_the_program_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path in _PACKAGE.rglob("*.py"):
        if "training" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(path.name)
    assert not {name: where for name, where in places.items() if len(where) > 1}


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Name and docstring of each public class, function and method."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, ast.get_docstring(node) or ""
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def test_a_public_docstring_begins_with_a_noun_or_a_verb() -> None:
    asking = re.compile("(What|How|Where|When|Why|Which|Who)\\b")  # of a yes or no: "Whether"
    found = [
        f"{path.relative_to(_TOP)}: {name}"
        for path in _PACKAGE.rglob("*.py")
        for name, told in _public(ast.parse(path.read_text(encoding="utf-8")))
        if asking.match(told)
    ]
    assert not found
