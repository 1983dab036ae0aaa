"""The Qt style sheet of the app, written from a theme's colours. Sizes are in pixels. Painted widgets read the
theme itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.theme import Theme

_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"

_SHEET = """
QMainWindow, QDialog {{ background: {window}; }}
QWidget {{ color: {text}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 5px 7px; }}
QMenuBar {{ background: {window}; padding: 1px 4px; }}
QMenuBar::item {{ padding: 3px 9px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {panel}; border: 1px solid {border}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 5px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {muted}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 6px 8px; }}
QMenu::indicator {{ width: 14px; height: 14px; margin-left: 6px; }}
QMenu::icon {{ margin-left: 6px; }}

QFrame#panel, QFrame#header {{ background: {panel}; border: 1px solid {border}; border-radius: 10px; }}
QFrame#rule {{ background: {border}; border: none; }}
QLabel {{ background: transparent; }}
QLabel#section {{ color: {muted}; font-weight: 600; font-size: 12px; }}
QLabel#muted, QLabel#hint {{ color: {muted}; }}
QLabel#error {{ color: {error}; }}
QLabel#value {{ color: {text}; font-weight: 600; }}
QLabel#position {{ font-size: 18px; font-weight: 600; }}
QLabel#title {{ font-size: 20px; font-weight: 600; }}

QPushButton, QToolButton {{ background: {raised}; border: 1px solid {border}; border-radius: 7px;
    padding: 6px 12px; min-height: 18px; }}
QToolButton {{ padding: 5px; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {field}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; background: {panel}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 5px 11px; outline: none; }}
QToolButton:focus {{ padding: 4px; }}
QToolButton:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QToolButton:checked:focus {{ border: 2px solid {text}; }}
QToolButton#flat {{ background: transparent; border: 1px solid transparent; padding: 4px; }}
QToolButton#fact {{ background: transparent; border: 1px solid transparent; padding: 0 4px; min-height: 16px;
    font-weight: 600; }}
QToolButton#fact:hover {{ background: {hover}; }}
QToolButton#fact:focus {{ border: 2px solid {accent}; padding: 0 3px; }}
QToolButton#flat:hover {{ background: {hover}; }}
QToolButton#flat:focus {{ border: 2px solid {accent}; padding: 3px; }}
QToolButton#flat:checked {{ background: transparent; border-color: transparent; }}
QToolButton#flat:checked:focus {{ border: 2px solid {accent}; }}
QToolButton#tool {{ background: transparent; border: 1px solid transparent; padding: 4px; }}
QToolButton#tool:hover {{ background: {hover}; }}
QToolButton#tool:checked {{ background: {raised}; border: 1px solid {accent}; }}
QToolButton#tool:focus {{ border: 2px solid {accent}; padding: 3px; }}
QToolButton#tool:checked:focus {{ border: 2px solid {text}; padding: 3px; }}
QPushButton#marked {{ background: transparent; border: 1px solid {marked}; padding: 2px 10px; font-weight: 600; }}
QPushButton#marked:hover {{ background: {hover}; }}
QPushButton#marked:focus {{ border: 2px solid {marked}; padding: 1px 9px; }}
QComboBox#small, QLineEdit#small {{ padding: 2px 6px; min-height: 20px; }}
QComboBox#small:focus, QLineEdit#small:focus {{ padding: 1px 5px; }}
QPushButton#small {{ padding: 2px 10px; min-height: 20px; }}
QPushButton#small:focus {{ padding: 1px 9px; }}
QToolButton#small {{ padding: 3px 5px; }}
QToolButton#small:focus {{ padding: 2px 4px; }}
QFrame#popup {{ background: {panel}; border: 1px solid {border}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 700;
    font-size: 15px; min-height: 28px; }}
QPushButton#primary:hover {{ background: {accent_hover}; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#primary:disabled {{ background: {raised}; color: {muted}; border-color: {border}; }}

QToolButton#groupHeader {{ background: transparent; border: 1px solid transparent; padding: 4px 2px; font-weight: 600;
    text-align: left; color: {text}; }}
QToolButton#groupHeader:hover {{ background: {hover}; }}
QToolButton#groupHeader:checked {{ background: transparent; color: {text}; border-color: transparent; }}
QToolButton#groupHeader:focus, QToolButton#groupHeader:checked:focus {{ border: 2px solid {accent};
    padding: 3px 1px; }}
QPushButton#segment {{ padding: 3px 10px; border-radius: 6px; }}
QPushButton#segment:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton#segment:focus {{ border: 2px solid {accent}; padding: 2px 9px; }}
QPushButton#segment:checked:focus {{ border: 2px solid {text}; }}

QCheckBox {{ spacing: 7px; border: 2px solid transparent; border-radius: 5px; padding: 1px; }}
QCheckBox:focus {{ border: 2px solid {accent}; }}
QCheckBox:disabled {{ color: {muted}; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 4px;
    background: {field}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QCheckBox::indicator:disabled {{ border-color: {border}; }}

QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{ background: {field}; border: 1px solid {border}; border-radius: 7px;
    padding: 5px 8px; min-height: 18px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QSpinBox QLineEdit, QSpinBox QLineEdit:focus, QDoubleSpinBox QLineEdit,
QDoubleSpinBox QLineEdit:focus {{ border: none; padding: 0 0 0 6px; background: transparent; min-height: 0; }}
QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QLineEdit:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QLineEdit:disabled {{ color: {muted};
    background: {panel}; }}
QLineEdit[wrong="true"], QLineEdit[wrong="true"]:focus {{ border: 2px solid {error}; padding: 4px 7px; }}
QLineEdit#cell, QLineEdit#cell:focus {{ padding: 0 4px; border-radius: 3px; min-height: 14px; font-weight: 600; }}
QPushButton::menu-indicator {{ image: url({chevron}); width: 10px; height: 10px; subcontrol-position: right center;
    subcontrol-origin: padding; right: 6px; }}
QPushButton[hasMenu="true"] {{ padding-right: 24px; }}
QListWidget {{ background: {field}; border: 1px solid {border}; border-radius: 8px; outline: 0; padding: 4px; }}
QListWidget:focus {{ border: 2px solid {accent}; padding: 3px; }}
QListWidget::item {{ padding: 5px 6px; border-radius: 5px; color: {text}; }}
QListWidget::item:selected {{ background: {hover}; color: {text}; }}
QListWidget::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 4px;
    background: {field}; }}
QListWidget::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {border};
    selection-background-color: {accent}; selection-color: {on_accent}; outline: 0; padding: 4px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button {{ background: transparent; border: none; width: 18px; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({chevron_up}); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({chevron}); width: 10px; height: 10px; }}
QSpinBox::up-button:hover, QSpinBox::down-button:hover {{ background: {hover}; border-radius: 4px; }}

QSlider {{ min-height: 24px; border: 2px solid transparent; border-radius: 7px; }}
QSlider:focus {{ border: 2px solid {accent}; }}
QSlider::groove:horizontal {{ height: 4px; background: {border}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ height: 4px; background: {accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {text}; border: 1px solid {window}; }}
QSlider::handle:horizontal:hover {{ background: {accent_hover}; }}
QSlider::sub-page:horizontal:disabled {{ background: {border}; }}
QSlider::handle:horizontal:disabled {{ background: {muted}; }}

QProgressBar {{ background: {field}; border: 1px solid {border}; border-radius: 7px; min-height: 30px;
    text-align: center; color: {text}; }}
QProgressBar::chunk {{ background: {raised}; border-radius: 6px; border-bottom: 3px solid {accent}; }}

QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 8px 16px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}

QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page,
QScrollBar::sub-page {{ background: transparent; border: none; width: 0; height: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget#clear {{ background: transparent; border: none; }}

QFrame#card {{ background: {raised}; border: 1px solid {border}; border-radius: 9px; }}
QFrame#card:hover {{ background: {hover}; }}
QFrame#card[current="true"] {{ border: 2px solid {accent}; }}
QFrame#card:focus {{ border: 2px solid {text}; }}
QLabel#cardTitle {{ font-weight: 700; }}

QFrame#message {{ background: {info_ground}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#message[severity="error"] {{ background: {error_ground}; border: 1px solid {error}; }}
QTableWidget {{ background: {field}; border: 1px solid {border}; border-radius: 8px; gridline-color: {border}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: none; padding: 6px; font-weight: 600; }}
"""


def stylesheet(theme: Theme) -> str:
    """The sheet for `theme`."""
    colours = {name: getattr(theme, name) for name in theme.__slots__}
    down, up = (f'"{(_ICONS / f"chevron_{way}_{theme.name}.svg").as_posix()}"' for way in ("down", "up"))
    check = f'"{(_ICONS / f"check_{theme.name}.svg").as_posix()}"'
    return _SHEET.format(**colours, chevron=down, chevron_up=up, check=check)
