"""The menu bar, built from the table of actions, and its menus of exclusive choices."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from app import settings as declared
from app.actions import ActionId, Menu, action_table, menu_titles
from app.i18n import LANGUAGES, translate, without_mark
from app.settings import Settings


def fill_menu_bar(
    bar: QMenuBar, actions: dict[ActionId, QAction], settings: Settings
) -> tuple[QActionGroup, QActionGroup]:
    """Add all menus to `bar`; returns the choices of theme and of language, whose actions carry the setting's value."""
    menus = {menu: bar.addMenu(title) for menu, title in menu_titles().items()}
    for menu, widget in menus.items():
        widget.setObjectName(menu.name.lower())
    for spec in action_table():
        if spec.separator_before:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.action])
    view = menus[Menu.VIEW]
    view.addSeparator()
    system = ("system", translate("Menu", "As the &System"))
    themes = (system, ("light", translate("Menu", "&Light")), ("dark", translate("Menu", "&Dark")))
    return (
        _choice_menu(view, translate("Menu", "&Theme"), themes, settings.get(declared.THEME)),
        _choice_menu(
            view, translate("Menu", "L&anguage"), (system, *LANGUAGES.items()), settings.get(declared.LANGUAGE)
        ),
    )


def _choice_menu(parent: QMenu, title: str, choices: tuple[tuple[str, str], ...], chosen: str) -> QActionGroup:
    menu = parent.addMenu(title)
    group = QActionGroup(menu)
    for value, text in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        action.setChecked(value == chosen)
        action.setToolTip(without_mark(text))
        group.addAction(action)
    return group
