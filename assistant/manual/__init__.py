"""The pages of help: Markdown in ``resources/help``, one purpose each.

The window shows them (F1), the README links to them. To add one: write ``NAME.md``, which begins
with its title (``# Films``), and its line in ``index.md``, which gives the order. What the program
knows itself stands between marks, and ``packaging/make_pages.py`` writes it anew::

    <!-- made by the program: keys -->
    …
    <!-- end -->
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant import paths

CONTENTS = "index.md"
_LINK = re.compile(r"\]\(([\w-]+\.md)\)")
_MADE = re.compile(r"(<!-- made by the program: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MARK = re.compile(r"^<!--.*?-->\n?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class HelpPage:
    """One page of help.

    Attributes:
        name: of its file, without the ending.
        text: Markdown, with the marks around what the program makes.
    """

    name: str
    text: str

    @property
    def title(self) -> str:
        """The words of its first line."""
        return self.text.partition("\n")[0].removeprefix("# ").strip()


def folder() -> Path:
    """The folder of the pages."""
    return paths.resources() / "help"


def pages() -> tuple[HelpPage, ...]:
    """All pages, in the order in which the contents name them."""
    names = _LINK.findall((folder() / CONTENTS).read_text(encoding="utf-8"))
    return tuple(_read(folder() / name) for name in dict.fromkeys(names))


def renewed(text: str, made: Mapping[str, str]) -> str:
    """The text of a page with these tables, by the names in their marks, in place of older ones."""

    def renew(match: re.Match[str]) -> str:
        begin, name, end = match.groups()
        return f"{begin}\n{made[name]}\n\n{end}" if name in made else match.group()

    return _MADE.sub(renew, text)


def unmarked(text: str) -> str:
    """The text of a page without the marks."""
    return _MARK.sub("", text)


def _read(path: Path) -> HelpPage:
    return HelpPage(path.stem, path.read_text(encoding="utf-8"))
