"""What the commands share: which store, which project, which user, as the global options and the environment say."""

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from cockpit.commands.output import tell, wrong_usage
from cockpit.domain.message import N_, message
from cockpit.domain.problem import refuse
from cockpit.domain.text import clean_line
from cockpit.language import current

if TYPE_CHECKING:
    from cockpit.domain.entity import Choice
    from cockpit.domain.project import Project
    from cockpit.store import Store

AnyChoice = TypeVar("AnyChoice", bound="Choice")


@dataclass(frozen=True)
class Session:
    """The global options of one call."""

    db: Path | None = None
    project: str | None = None
    read_only: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def path(self) -> Path:
        """The store: ``--db``, else ``COCKPIT_DB``, else ``cockpit.db`` in the user's data folder."""
        named = self.db or self.environment.get("COCKPIT_DB")
        if named:
            from cockpit.exchange.folder import path_of

            return path_of(str(named))
        from platformdirs import user_data_path

        return user_data_path("cockpit", appauthor=False) / "cockpit.db"

    @property
    def user(self) -> str:
        """Who edits: ``COCKPIT_USER``, else the login."""
        from cockpit.domain.entity import LONGEST_LINE

        name = clean_line(self.environment.get("COCKPIT_USER", ""))
        if not name:
            with suppress(KeyError, OSError):
                name = clean_line(getpass.getuser())
        return name[:LONGEST_LINE] or "somebody"

    @contextmanager
    def store(self, *, create: bool = False, read_only: bool = False) -> Iterator["Store"]:
        """The store, open; made where it is missing and ``create`` is given."""
        from cockpit.store import open_store

        store = open_store(self.path, who=self.user, read_only=self.read_only or read_only, create=create)
        try:
            for notice in store.notices:
                tell(notice)
            yield store
        finally:
            store.close()

    def chosen(self, store: "Store") -> "Project":
        """The project of ``--project``, or the only one there is that is not archived."""
        projects = store.projects()
        if self.project is not None:
            wanted = self.project.upper()
            for project in projects:
                if project.key == wanted:
                    return project
            keys = tuple(project.key for project in projects)
            raise refuse(
                message(
                    N_("There is no project {key} in {path}; there are: {keys}"),
                    key=clean_line(wanted),
                    path=str(store.path),
                    keys=keys,
                )
            )
        current = [project for project in projects if project.status.value != "archived"] or list(projects)
        if not current:
            raise refuse(
                message(N_("There is no project in {path} yet. Begin with “cockpit project new KEY TITLE”"), path=str(store.path))
            )
        if len(current) > 1:
            raise refuse(
                message(
                    N_("There are several projects; name one with --project: {keys}"),
                    keys=tuple(project.key for project in current),
                )
            )
        return current[0]


def today(project: "Project") -> date:
    """The day it is in the project's time zone."""
    return datetime.now(UTC).astimezone(ZoneInfo(project.timezone)).date()


def day_given(value: str | None, option: str, today: date) -> date | None:
    """The date that an option gives, as people type one in a form; refused where it is none."""
    from cockpit.widgets.date_words import day_from

    if value is None:
        return None
    given = day_from(value, today, current())
    if given is None:
        sentence = N_("{option}: “{value}” is no date; write it as 2026-12-31, yesterday or -2w")
        raise wrong_usage(message(sentence, option=option, value=clean_line(value)[:40]))
    return given


def past_day_given(value: str | None, option: str, today: date) -> date | None:
    """As :func:`day_given`, of a day that has come; refused where it is still to come."""
    given = day_given(value, option, today)
    if given and given > today:
        raise refuse(message(N_("{option}: {day} is still to come"), option=option, day=given))
    return given


def choice_given(choice: type[AnyChoice], value: str | None, option: str) -> AnyChoice | None:
    """The one of several words that an option gives, whatever its case; refused where it is none of them."""
    if value is None:
        return None
    allowed = tuple(member.value for member in choice)
    if value.lower() not in allowed:
        raise wrong_usage(
            message(
                N_("{name}: “{value}” is not allowed; it must be {allowed}"),
                name=option, value=clean_line(value)[:40], allowed=message(N_("one of {choices}"), choices=allowed),
            )
        )  # fmt: skip
    return choice(value.lower())


def number_given(value: str | None, option: str) -> int | None:
    """The whole number from 1 up that an option gives; refused where it is none."""
    if value is None or (value.isascii() and value.isdigit() and len(value) < 10 and int(value)):
        return int(value) if value else None
    raise wrong_usage(
        message(
            N_("{name}: “{value}” is not allowed; it must be {allowed}"),
            name=option, value=clean_line(value)[:40], allowed=message(N_("a whole number from 1 up")),
        )
    )  # fmt: skip
