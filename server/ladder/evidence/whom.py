"""Queries about everybody, or about a few: the same text, but a few are found through the indexes whatever plan is kept."""

from collections.abc import Sequence

_OR_ALL = "$1::int[] IS NULL OR "


def about(query: str, agent_ids: Sequence[int] | None) -> str:
    """The query without its way out for everybody where some are named: a kept plan would read whole tables for it."""
    return query if agent_ids is None else query.replace(_OR_ALL, "")
