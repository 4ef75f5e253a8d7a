"""Which Piccolo tables exist: the rooms' `tables` modules, found by name so that this room need not know them."""

import importlib
import importlib.util
import pkgutil
from functools import cache

from piccolo.table import Table

import server


@cache
def every_table() -> tuple[type[Table], ...]:
    """All tables of all rooms, in the order of the rooms' names."""
    found: list[type[Table]] = []
    for room in sorted(module.name for module in pkgutil.iter_modules(server.__path__) if module.ispkg):
        name = f"server.{room}.tables"
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        found += [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, Table) and thing is not Table and thing.__module__ == name
        ]
    return tuple(found)
