"""The command line `echelon`: which commands there are and where each one lives."""

import importlib
from typing import NamedTuple

import click


class Home(NamedTuple):
    """Where a command is defined, and its line in the list, so that listing imports nothing."""

    module: str
    attribute: str
    summary: str


class Lazy(click.Group):
    """A group that imports a command only when it is called or asked for its own help."""

    def __init__(self, homes: dict[str, Home], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # handed through to click unchanged
        self._homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None for a name nobody has."""
        home = self._homes.get(cmd_name)
        if home is None:
            return None
        found = getattr(importlib.import_module(home.module), home.attribute)
        if not isinstance(found, click.Command):
            raise TypeError(f"{home.module}.{home.attribute} is no command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, from the table's summaries."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, home.summary) for name, home in self._homes.items()])


_IMPORTS = {
    "people": Home("server.people.commands", "import_people", "Sites, teams, agents and what belongs to them."),
    "career": Home(
        "server.ladder.records.commands", "import_career", "Levels, exams, training and scorecards of before."
    ),
    "facts": Home("server.facts.commands", "import_facts", "Measured values, through a named column mapping."),
}

import_group = Lazy(_IMPORTS, name="import", help="Take in CSV and XLSX files.")

_COMMANDS = {
    "serve": Home("server.serve", "serve", "Run the service, with engines of its own unless told otherwise."),
    "migrate": Home("server.db.commands", "migrate_command", "Bring the database to this version's schema."),
    "doctor": Home("server.doctor", "doctor", "Check that everything is as it should be."),
    "import": Home("server.cli", "import_group", "Take in CSV and XLSX files."),
    "token": Home("server.auth.commands", "token", "Create, list and revoke API tokens."),
    "account": Home("server.auth.commands", "account", "Create accounts for people."),
    "key": Home("server.ladder.dossiers.commands", "key", "Rotate the key that signs dossiers and certificates."),
    "verify-badge": Home(
        "server.certificates.commands", "verify_badge", "Check an Open Badge, with or without this service."
    ),
    "standings": Home("server.contests.commands", "standings", "Print the standings of a contest."),
    "badges": Home("server.honors.commands", "badges", "Work awards out again."),
    "rebuild": Home("server.facts.commands", "rebuild", "Compute the rollups again from the facts."),
    "watch": Home("server.live.commands", "watch", "Show a live board in the terminal."),
}

_HELP = """Echelon: team contests for call centres, live on the wall.

Settings come from the environment (HOST, PORT, ECHELON_DATA, DATABASE_URL, REDIS_URL, …; docs/operations.md lists
them). A command attaches to the engines of a running service, or runs them while it works. Exit codes: 0 done,
1 refused or failed, 2 wrong usage."""

main = Lazy(_COMMANDS, name="echelon", help=_HELP)

if __name__ == "__main__":
    main()
