"""The report as one file: CSV for a spreadsheet, JSON for programs, a page for people."""

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assistant import paths, saving
from assistant.library.annotation import AltTexts
from assistant.library.outcome import Outcome, OutcomeKind
from assistant.sources.files import title
from assistant.work import GENERATOR

SCHEMA = 1  # raised when a field changes its meaning or goes away; new fields may come at any time

_ENDINGS = {"csv": (".csv",), "json": (".json",), "html": (".html", ".htm")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COLUMNS = (
    "file", "alt_text", "alt_text_by", "description", "keywords", "text", "guess", "state", "note",
)  # fmt: skip
_SAID = {
    OutcomeKind.WRITTEN: "written",
    OutcomeKind.SHOWN: "described",
    OutcomeKind.DONE_BEFORE: "done before",
    OutcomeKind.KEPT: "kept as they were",
    OutcomeKind.UNSURE: "not certain enough",
    OutcomeKind.REMOVED: "cleared",
    OutcomeKind.NOTHING: "with nothing to remove",
    OutcomeKind.UNREAD: "of a kind that I cannot read",
    OutcomeKind.FAILED: "failed",
}


def summary(kinds: Iterable[OutcomeKind]) -> str:
    """Sum up in one sentence how many pictures there were and what became of them."""
    count = Counter(kinds)
    number = sum(count.values())
    each = [f"{count[kind]} {said}" for kind, said in _SAID.items() if count[kind]]
    pictures = "1 picture" if number == 1 else f"{number} pictures"
    return f"{pictures}: {', '.join(each)}." if each else "No pictures."


def row(outcome: Outcome) -> dict[str, Any]:
    """One picture, as all reports and ``--json`` tell it."""
    texts = outcome.annotation or AltTexts()
    alt = outcome.alt_by_person or texts.alt
    by = "person" if outcome.alt_by_person else "Glimpse" if alt else ""
    return {
        "file": outcome.path,
        "alt_text": alt,
        "alt_text_by": by,
        "description": texts.description,
        "keywords": list(texts.keywords),
        "text": list(texts.text),
        "guess": texts.guess,
        "state": outcome.kind.value,
        "fields": list(outcome.fields),
        "note": outcome.note,
    }


def write(kind: str, outcomes: Iterable[Outcome], target: Path) -> None:
    """Write a report, whole or not at all.

    Args:
        kind: "csv", "json" or "html".
        outcomes: the pictures, in any order.
        target: a file that does not exist.

    Raises:
        AssistantError: it cannot be written there.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.number)
    made = {"csv": as_csv, "json": as_json}
    text = as_html(ordered, target.parent) if kind == "html" else made[kind](ordered)
    # Spreadsheets take CSV for what it is only with a mark in front; a name may hold bytes that
    # are no text.
    encoding = "utf-8-sig" if kind == "csv" else "utf-8"
    with saving.written(target) as part:
        part.write_bytes(text.encode(encoding, "backslashreplace"))


def check_place(kind: str, target: Path) -> None:
    """Refuse a place where :func:`write` could not save a report, before hours of work.

    Raises:
        AssistantError: it is there already, is named as another kind of file, or cannot be written.
    """
    saving.must_be_new(target, _ENDINGS[kind], f"a report in {kind.upper()}")


def as_csv(outcomes: Iterable[Outcome]) -> str:
    """One line for each picture; nothing in it is taken for a formula by a spreadsheet."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for outcome in outcomes:
        facts = row(outcome)
        facts |= {"keywords": ", ".join(facts["keywords"]), "text": "\n".join(facts["text"])}
        table.writerow([_harmless(str(facts[column])) for column in _COLUMNS])
    return text.getvalue()


def as_json(outcomes: Iterable[Outcome]) -> str:
    """One JSON object with a list of pictures."""
    pictures = [row(outcome) for outcome in outcomes]
    whole = {"schema": SCHEMA, "generator": GENERATOR, "pictures": pictures}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_html(outcomes: Sequence[Outcome], folder: Path) -> str:
    """A page that screen readers move through by headings and landmarks.

    Args:
        outcomes: the pictures, in order.
        folder: where the page will be; it refers to the pictures from there.
    """
    import jinja2  # 0.1 s

    template = (paths.resources() / "report" / "report.html.j2").read_text(encoding="utf-8")
    strict = jinja2.StrictUndefined
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=strict)
    return environment.from_string(template).render(
        title="Descriptions of pictures",
        summary=summary(outcome.kind for outcome in outcomes),
        generator=GENERATOR,
        groups=list(_groups(outcomes, folder)),
    )


def _groups(outcomes: Sequence[Outcome], folder: Path) -> Iterator[dict[str, Any]]:
    """The pictures by folder; the name of a folder is as much of its path as tells it apart."""
    groups: dict[Path, list[dict[str, Any]]] = {}
    for outcome in outcomes:
        parent = Path(outcome.path).absolute().parent
        groups.setdefault(parent, []).append(_page_row(outcome, folder))
    same = _shared(list(groups))
    for parent, rows in groups.items():
        own = parent.parts[same:] or parent.parts[-1:]
        yield {"name": " / ".join(title(Path(part)) or part for part in own), "rows": rows}


def _shared(folders: Sequence[Path]) -> int:
    """Count the parts at the beginning of their paths that all folders share."""
    try:
        return len(Path(os.path.commonpath(folders)).parts)
    except ValueError:  # several drives, on Windows; or no folder
        return 0


def _page_row(outcome: Outcome, folder: Path) -> dict[str, Any]:
    facts = row(outcome)
    return {
        "number": outcome.number,
        "name": title(Path(outcome.path)),
        "link": _link(Path(outcome.path), folder),
        "alt": facts["alt_text"],
        "alt_by": facts["alt_text_by"],
        "guess": facts["guess"] or "No description.",
        "description": facts["description"],
        "keywords": facts["keywords"],
        "failed": outcome.kind in (OutcomeKind.FAILED, OutcomeKind.UNREAD),
        "note": outcome.note,
    }


def _link(picture: Path, folder: Path) -> str:
    """Address of a picture for the page: relative, so that both can be moved together."""
    try:
        relative = os.path.relpath(picture, folder)
    except ValueError:  # another drive, on Windows
        return picture.absolute().as_uri()
    # "./" before it: a name with a colon would be taken for a protocol.
    return "./" + quote(os.fsencode(Path(relative).as_posix()))


def _harmless(cell: str) -> str:
    """Spreadsheets show what follows an apostrophe and do not run it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
