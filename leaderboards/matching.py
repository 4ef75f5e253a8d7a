"""Finds a largest set of pairs in which nobody stands twice (Edmonds' blossom algorithm, 1965)."""

from collections import deque
from collections.abc import Mapping, Set

Graph = Mapping[str, Set[str]]
"""Who may be paired with whom; said from both sides."""


def largest_matching(graph: Graph) -> dict[str, str]:
    """Everybody who is paired, with the partner; no matching of this graph has more pairs."""
    partner: dict[str, str] = {}
    for root in graph:
        if root not in partner:
            _Search(graph, partner, root).augment()
    return partner


class _Search:
    """One breadth-first search for a path from an unpaired root to another unpaired one; odd cycles are shrunk to a base."""

    def __init__(self, graph: Graph, partner: dict[str, str], root: str) -> None:
        self._graph = graph
        self._partner = partner
        self._root = root
        self._parent: dict[str, str] = {}
        self._base = {one: one for one in graph}
        self._reached = {root}
        self._queue = deque([root])

    def augment(self) -> None:
        """Pair one more, if a path is found."""
        end: str | None = self._free_end()
        while end is not None:
            before = self._parent[end]
            further = self._partner.get(before)
            self._partner[end], self._partner[before] = before, end
            end = further

    def _free_end(self) -> str | None:
        while self._queue:
            here = self._queue.popleft()
            for there in sorted(self._graph[here]):
                if self._base[here] == self._base[there] or self._partner.get(here) == there:
                    continue
                mate = self._partner.get(there)
                if there == self._root or (mate is not None and mate in self._parent):
                    self._shrink(here, there)
                elif there not in self._parent:
                    self._parent[there] = here
                    if mate is None:
                        return there
                    self._reach(mate)
        return None

    def _reach(self, one: str) -> None:
        if one not in self._reached:
            self._reached.add(one)
            self._queue.append(one)

    def _shrink(self, here: str, there: str) -> None:
        """Two reached ones meet: the odd cycle through them acts as one from now on."""
        base = self._common_base(here, there)
        cycle: set[str] = set()
        self._mark(here, base, there, cycle)
        self._mark(there, base, here, cycle)
        for one in self._graph:
            if self._base[one] in cycle:
                self._base[one] = base
                self._reach(one)

    def _common_base(self, here: str, there: str) -> str:
        seen = set()
        while True:
            here = self._base[here]
            seen.add(here)
            if here not in self._partner:
                break
            here = self._parent[self._partner[here]]
        while self._base[there] not in seen:
            there = self._parent[self._partner[self._base[there]]]
        return self._base[there]

    def _mark(self, one: str, base: str, child: str, cycle: set[str]) -> None:
        while self._base[one] != base:
            mate = self._partner[one]
            cycle |= {self._base[one], self._base[mate]}
            self._parent[one] = child
            child, one = mate, self._parent[mate]
