"""How strong participants are across contests: a fold over final results in order, after which the strong are known by their
wins over the strong and not by how much they took part in."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from openskill.models import PlackettLuce

from leaderboards.teams import by_id

_MODEL = PlackettLuce()


class Rating(Struct, frozen=True):
    """What is thought of a participant after some contests: strength about `mu`, give or take `sigma`."""

    mu: float = _MODEL.mu
    sigma: float = _MODEL.sigma
    games: int = 0

    @property
    def sure(self) -> float:
        """The strength that is all but certain (three sigma below): by it seeds are given, so that who has hardly played is
        not drawn before who has proved it."""
        return self.mu - 3 * self.sigma


class Finish(Struct, frozen=True):
    """The end of one contest or of one division of it: who was ranked, and where; equal ranks are draws."""

    ranks: Mapping[str, int]


NEW = Rating()


def rated(finishes: Iterable[Finish], before: Mapping[str, Rating] | None = None) -> dict[str, Rating]:
    """Everybody's rating after these finishes, in this order, starting from an earlier state. Where fewer than two were
    ranked nothing is learnt. Who was not ranked keeps what it has."""
    ratings = dict(before or {})
    for finish in finishes:
        names = sorted(finish.ranks, key=by_id)
        if len(names) < 2:
            continue
        old = [ratings.get(name, NEW) for name in names]
        teams = [[_MODEL.rating(mu=one.mu, sigma=one.sigma)] for one in old]
        after = _MODEL.rate(teams, ranks=[float(finish.ranks[name]) for name in names])
        for name, was, (now,) in zip(names, old, after, strict=True):
            ratings[name] = Rating(now.mu, now.sigma, was.games + 1)
    return ratings


def seeds(participants: Sequence[str], ratings: Mapping[str, Rating]) -> dict[str, int]:
    """Places in a draw: 1 for the surest strength; the new ones come last, in the order of ids."""
    order = sorted(participants, key=lambda name: (-ratings.get(name, NEW).sure, by_id(name)))
    return {name: place for place, name in enumerate(order, start=1)}


def fair_pairs(participants: Sequence[str], ratings: Mapping[str, Rating]) -> list[tuple[str, str]]:
    """Neighbours in strength meet; with an odd number the last one is left over."""
    order = sorted(participants, key=lambda name: (-ratings.get(name, NEW).mu, by_id(name)))
    return list(zip(order[::2], order[1::2], strict=False))


def fair_sides(participants: Sequence[str], ratings: Mapping[str, Rating]) -> dict[str, int]:
    """Two sides of equal strength, as captains choose: the first for one side, two for the other, two for the first, and so
    on down the order of strength."""
    order = sorted(participants, key=lambda name: (-ratings.get(name, NEW).mu, by_id(name)))
    return {name: 1 if place % 4 in {0, 3} else 2 for place, name in enumerate(order)}
