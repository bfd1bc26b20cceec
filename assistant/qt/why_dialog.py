"""Why: what each sentence rests on."""

from PySide6.QtWidgets import QWidget

from assistant.qt.text_dialog import TextDialog


class WhyDialog(TextDialog):
    """The reasons behind the explanation that is shown, one a line."""

    def __init__(self, reasons: list[str], parent: QWidget) -> None:
        super().__init__("Why?", "\n".join(reasons), parent)
