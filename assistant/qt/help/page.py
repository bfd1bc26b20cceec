"""The text of a page of help, with its headings in bold."""

from collections.abc import Collection, Sequence

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument

from assistant.qt.help.markdown import HelpLine
from assistant.qt.read.page_view import PageView

_LINES = 4  # that can be seen at the least


class HelpView(PageView):
    """One page, or a place in it."""

    def __init__(self) -> None:
        super().__init__("Help", lines=_LINES)
        self.setAccessibleDescription("Ctrl+Up and Ctrl+Down go from paragraph to paragraph.")
        self._headings = _Headings(self.document())

    def show_page(self, title: str, page: Sequence[HelpLine], line: int = 0) -> None:
        """Show these lines, the cursor at one of them, which is scrolled to the top.

        Args:
            title: of the page; what a screen reader calls the text.
            page: its lines.
            line: the place to be at.
        """
        self.setAccessibleName(title)
        self._headings.at = {number for number, each in enumerate(page) if each.heading}
        self.setPlainText("\n".join(each.text for each in page))
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))
        self.verticalScrollBar().setValue(self.textCursor().block().firstLineNumber())

    def rest(self) -> list[str]:
        """The paragraphs from the cursor's on."""
        rest = self.toPlainText().split("\n")[self.textCursor().blockNumber() :]
        return [line for line in rest if line]


class _Headings(QSyntaxHighlighter):
    """Makes the lines of these numbers bold."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.at: Collection[int] = ()
        self._bold = QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:
        """Called by Qt for each line."""
        if self.currentBlock().blockNumber() in self.at:
            self.setFormat(0, len(text), self._bold)
