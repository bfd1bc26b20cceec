"""Markdown as lines that can be read one by one, and searched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class HelpLine:
    """One line: a heading, a paragraph, an item, a row of a table, or nothing.

    Attributes:
        text: its words; empty between paragraphs.
        heading: whether it is one.
    """

    text: str = ""
    heading: bool = False


def lines(markdown: str) -> list[HelpLine]:
    """The lines of a page; an empty one stands before each paragraph, heading, list and table."""
    document = QTextDocument()
    document.setMarkdown(markdown)  # GitHub's dialect
    found: list[HelpLine] = []
    filled = (row for row in _rows(document) if row[1].text)
    for _, rows in groupby(filled, key=lambda row: row[0]):
        if found:
            found.append(HelpLine())
        found += [line for _, line in rows]
    return found


def matching(page: Sequence[HelpLine], words: str) -> Iterator[int]:
    """The places of lines that have all these words, or the rest of those in their heading."""
    wanted = [word.casefold() for word in _WORD.findall(words)]
    heading = ""
    for place, line in enumerate(page):
        text = line.text.casefold()
        if line.heading:
            heading = text
        others = [word for word in wanted if word not in text]
        if len(others) < len(wanted) and all(word in heading for word in others):
            yield place


def heading_of(page: Sequence[HelpLine], place: int) -> str:
    """The heading that a line stands under."""
    return next((line.text for line in reversed(page[: place + 1]) if line.heading), "")


def _rows(document: QTextDocument) -> Iterator[tuple[object, HelpLine]]:
    """Each line with what it belongs to: those of one list, table or example stand together."""
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            yield from ((table.firstPosition(), HelpLine(row)) for row in _table(table))
            block = document.findBlock(table.lastPosition()).next()
            continue
        text = " ".join(block.text().split())
        yield _belongs(block), HelpLine(text, block.blockFormat().headingLevel() > 0)
        block = block.next()


def _belongs(block: QTextBlock) -> object:
    if (listed := block.textList()) is not None:
        return ("list", listed.objectIndex())
    form = block.blockFormat()
    if form.hasProperty(QTextFormat.Property.BlockCodeFence):
        return "example"
    return block.position()


def _table(table: QTextTable) -> Iterator[str]:
    """A line for each row: its first cell, and the others with their heads where there are many."""
    cells = [
        [_cell(table, row, column) for column in range(table.columns())]
        for row in range(table.rows())
    ]
    head, *rows = cells
    for first, *rest in rows:
        if len(rest) > 1:
            rest = [f"{name}: {text}" for name, text in zip(head[1:], rest, strict=True) if text]
        yield f"{first}: {'; '.join(rest)}"


def _cell(table: QTextTable, row: int, column: int) -> str:
    cell = table.cellAt(row, column)
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", " ").strip()
