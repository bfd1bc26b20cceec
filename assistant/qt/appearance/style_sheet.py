"""The style sheet of every theme, with places for its colours.

Borders are ``frame`` pixels wide and ``focus_frame`` where the keyboard is; negative margins would
move the words, so that what the frame gains the padding loses: every padding that a focused control
can have is at least as wide as the difference, 4 pixels. There is no ``min-height`` for controls:
it would let layouts make them smaller than their words. ``background-clip: content`` leaves a gap
between a filled control and its focus frame, which otherwise could not be told from it.
"""

SHEET = """
* {{ outline: none; }}
QMainWindow, QDialog {{ background: {window}; }}
QScrollArea#room, QWidget#room {{ background: {window}; border: none; }}
QPlainTextEdit, QListView, QTreeView {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 6px;
    padding: 6px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QListView::item, QTreeView::item {{ min-height: 24px; }}
QListView::item:selected, QTreeView::item:selected {{ background: {accent}; color: {on_accent}; }}
QToolButton, QPushButton {{
    background: {button}; color: {text}; border: {frame}px solid {border}; border-radius: 6px;
    padding: 8px 12px;
}}
QToolButton:hover, QPushButton:hover {{ border-color: {accent}; }}
QToolButton:pressed, QPushButton:pressed, QToolButton:checked {{
    background: {accent}; color: {on_accent};
}}
QToolButton:disabled, QPushButton:disabled {{ color: {dim}; }}
QComboBox, QSpinBox, QLineEdit {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 4px;
    padding: 4px 8px;
}}
QSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0 6px; }}
QComboBox QAbstractItemView {{
    background: {base}; color: {text}; border: {frame}px solid {border};
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QCheckBox {{ border: {frame}px solid transparent; padding: 5px; }}
QCheckBox::indicator {{
    width: 18px; height: 18px; background: {base}; border: 2px solid {text}; border-radius: 4px;
}}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url({icons}/check-{on_accent_ink}.svg);
}}
QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button {{
    border: none; background: transparent; width: 28px;
}}
QComboBox::down-arrow, QSpinBox::down-arrow {{
    image: url({icons}/down-{ink}.svg); width: 14px; height: 14px;
}}
QSpinBox::up-arrow {{ image: url({icons}/up-{ink}.svg); width: 14px; height: 14px; }}
QTabWidget::pane {{ border: {frame}px solid {border}; border-radius: 4px; }}
QTabWidget > QWidget > QWidget {{ background: {window}; }}
QTabBar::tab {{
    background: {window}; color: {text}; border: {frame}px solid {border}; padding: 8px 14px;
    border-top-left-radius: 4px; border-top-right-radius: 4px; margin-right: 2px; min-height: 24px;
}}
QTabBar::tab:selected {{ background: {accent}; color: {on_accent}; }}
QToolButton#qt_menubar_ext_button {{
    padding: 0px; image: url({icons}/down-{ink}.svg); qproperty-icon: none;
}}
QTabBar::scroller {{ width: 64px; }}
QTabBar QToolButton, QFileDialog QToolButton {{ padding: 2px; }}
QTabBar QToolButton::left-arrow {{ image: url({icons}/left-{ink}.svg); }}
QTabBar QToolButton::right-arrow {{ image: url({icons}/right-{ink}.svg); }}
QHeaderView::section {{
    background: {window}; color: {text}; border: none; padding: 4px;
    border-bottom: 1px solid {border};
}}
QProgressBar {{
    background: {base}; color: {text}; border: {frame}px solid {border}; border-radius: 4px;
    text-align: center; padding: 4px;
}}
QProgressBar::chunk {{ background: {bar}; border-right: 4px solid {text}; }}
QScrollBar {{ background: {base}; border: 1px solid {border}; }}
QScrollBar:vertical {{ width: 18px; }}
QScrollBar:horizontal {{ height: 18px; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {accent}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: {base}; }}
QPlainTextEdit:focus, QListView:focus, QTreeView:focus {{
    border: {focus_frame}px solid {focus}; padding: {view_padding};
}}
QToolButton:focus, QPushButton:focus {{
    border: {focus_frame}px solid {focus}; padding: {button_padding};
}}
QToolButton:checked:focus, QToolButton:pressed:focus, QPushButton:pressed:focus {{
    background-clip: content;
}}
QComboBox:focus, QSpinBox:focus, QLineEdit:focus {{
    border: {focus_frame}px solid {focus}; padding: {field_padding};
}}
QSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{ border: none; padding: 0 6px; }}
QCheckBox:focus {{
    border: {focus_frame}px solid {focus}; padding: {box_padding}; border-radius: 6px;
}}
QLabel:focus {{ border: {focus_frame}px solid {focus}; border-radius: 6px; }}
QTabBar::tab:focus {{
    border: {focus_frame}px solid {focus}; padding: {tab_padding}; background-clip: content;
}}
QFrame#notice {{
    background: {notice}; border: {frame}px solid {accent}; border-radius: 6px;
}}
QFrame#notice QLabel {{ color: {text}; }}
QMenuBar, QMenu, QStatusBar {{ background: {window}; color: {text}; }}
QMenu {{ border: {frame}px solid {border}; }}
QMenu::item {{ padding: 4px 24px 4px 32px; min-height: 24px; }}
QMenu::item:disabled {{ color: {dim}; }}
QMenuBar::item {{ padding: 6px 3px; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::separator {{ height: {frame}px; background: {border}; margin: 4px; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 2px 8px; }}
QToolTip {{ background: {base}; color: {text}; border: {frame}px solid {border}; }}
QSplitter::handle {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
"""
