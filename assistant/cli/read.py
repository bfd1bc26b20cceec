"""``glimpse read``: pictures in, all the text in them out."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant import saving
from assistant.cli import output, pictures, speaking
from assistant.cli.progress import counted
from assistant.errors import AssistantError, PipelineError, SourceError
from assistant.pipeline.frame import Frame
from assistant.reading import Block, Line, Page, read
from assistant.untrusted import shown


def run(arguments: argparse.Namespace) -> int:
    """Read all pictures; one that fails is told, the others go on."""
    if not arguments.paths and not arguments.clipboard:
        return output.wrong("Name a picture, as in: glimpse read letter.jpg")
    target = Path(arguments.save) if arguments.save else None
    if target:
        saving.must_be_new(target, saving.TEXT, "plain text")  # before the work, not after it
    speaking.check_place(arguments)
    openers = list(pictures.openers(arguments))
    report = ReadReport(arguments, many=len(openers) > 1)
    for name, open_picture in counted(openers, "Reading"):
        _read_pages(name, open_picture, arguments.pages or (1, None), report)
    if target:
        report.save(target)
    report.speak()
    return report.code


def _read_pages(
    name: str, open_page: pictures.Opener, wanted: tuple[int, int | None], report: "ReadReport"
) -> None:
    """Read one page after the other; one that fails is told, the others go on."""
    number, last = wanted
    count = 0  # not known before a page was opened
    while True:
        try:
            frame = open_page(number)
            count = frame.pages
            report.add(name, frame, read(frame))
        except (SourceError, PipelineError) as error:
            report.add_failure(name, error)
        number += 1
        if number > min(count, last or count):
            break
    if last and count and last > count:
        output.notice(f"{shown(name)} has only {count} {'pages' if count > 1 else 'page'}.")


class ReadReport:
    """Prints each page as it comes; saves and speaks all of them at the end."""

    def __init__(self, arguments: argparse.Namespace, many: bool) -> None:
        self.code = 0
        self._arguments = arguments
        self._many = many
        self._last = ""  # the file whose name was told
        self._saved: list[str] = []
        self._spoken: list[str] = []

    def add(self, name: str, frame: Frame, page: Page) -> None:
        """Print one page."""
        nothing = " ".join(page.remarks)
        titles = [shown(name)] * (self._many and name != self._last) + [frame.place]
        self._last = name
        head = "".join(f"{title}:\n\n" for title in titles if title)
        if self._arguments.json:
            output.json_line(_as_dict(name, frame, page))
        else:
            self._notice(frame.notes)
            text = page.marked or nothing
            output.result(f"{head}{text}\n" if head or self._many else text)
        if page.blocks:
            if not self._arguments.json:
                self._notice(page.remarks)
            notes = "".join(f"[{note}]\n\n" for note in (*frame.notes, *page.remarks))
            self._saved.append(f"{head}{notes}{page.marked}")
        self._spoken += [f"{title}:" for title in titles if title]
        lines = [line for block in page.blocks for line in block.spoken.splitlines()]
        self._spoken += [*frame.notes, *lines, *page.remarks]

    @staticmethod
    def _notice(sentences: Iterable[str]) -> None:
        for sentence in sentences:
            output.notice(sentence)

    def add_failure(self, name: str, error: AssistantError) -> None:
        """Tell that one page failed."""
        self.code = self.code or error.exit_code
        pictures.tell_failure(name, error, self._arguments.json)

    def save(self, target: Path) -> None:
        """Save all pages as one text."""
        if self._saved:
            with saving.written(target) as part:
                part.write_text("\n\n".join(self._saved) + "\n", encoding="utf-8")
        else:
            output.notice("There is no text, so nothing was saved.")

    def speak(self) -> None:
        """Speak, or save as speech, what was asked for that."""
        speaking.tell(self._arguments, self._spoken)


def _as_dict(name: str, frame: Frame, page: Page) -> dict[str, Any]:
    """A page in the documented schema (resources/help/json.md)."""
    return {
        "source": name,
        "text": page.text,
        "page": frame.page,
        "pages": frame.pages,
        "notes": [*frame.notes, *page.remarks],
        "angle": page.angle,
        "cut": page.cut,
        "unread_lines": page.unread,
        "blocks": [_block(block) for block in page.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"text": block.text, "lines": [_line(line) for line in block.lines]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "score": round(line.score, 4),
        "sure": line.sure,
        "unsure_words": [word.text for word in line.words if not word.sure],
        "box": output.box(line.box),
    }
