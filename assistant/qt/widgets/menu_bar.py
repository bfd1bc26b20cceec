"""The menu bar of a narrow window: the button that leads to the menus that have no room."""

from PySide6.QtWidgets import (
    QApplication,
    QMenuBar,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

_WIDE = 28  # logical pixels; Qt makes it 12, too narrow to be hit


class _WideButton(QProxyStyle):
    """Like the style of the desktop, but for that button."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:  # fmt: skip
        """The size of something."""
        if metric == QStyle.PixelMetric.PM_ToolBarExtensionExtent:
            return _WIDE
        return super().pixelMetric(metric, option, widget)


def widen_more(bar: QMenuBar) -> None:
    """Give the button a size that can be hit; style_sheet.py draws an arrow on it."""
    app = QApplication.instance()
    assert app is not None
    style = app.findChild(_WideButton)
    if style is None:
        style = _WideButton()
        style.setParent(app)  # the menus of the bar have it, too, until they end
    bar.setStyle(style)
