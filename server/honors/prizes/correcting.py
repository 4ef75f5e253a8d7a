"""Tells whoever looks at a correction who would win points by it, who would lose them, and who keeps them, being spent."""

from collections.abc import Iterable, Mapping

from server.contests.after.effects import Effect, Outcome, Touched
from server.contests.contest import Contest
from server.db.pool import Connection
from server.honors.listing import listed, names_of
from server.honors.prizes import store
from server.honors.prizes.righting import free_of, held_of, losing, righted
from server.honors.prizes.winning import due_of, without_erased
from server.honors.rewards import posting
from server.wire import Bilingual

_WORDS = {
    "give": ("发给：", "given to "),
    "take": ("撤回：", "taken back from "),
    "drop": ("尚未发放，不再发给：", "not given yet, and no longer due to "),
    "keep": ("已使用，予以保留：", "spent already, and kept by "),
}


class PrizesOnResults:
    """See `server.contests.after.effects.EffectsPort`."""

    async def touched(self, connection: Connection, contest: Contest, before: Outcome, after: Outcome) -> Effect:  # noqa: ARG002 - a port's
        """Against what is held by now, judged as it will be once the correction is signed."""
        if not contest.prizes:
            return Effect(())
        due = await without_erased(connection, due_of(contest, after.rows, after.people))
        held = held_of(await store.of_contest(connection, contest.id))
        free = await free_of(connection, losing(due, held))
        found = righted(due, held, free, await posting.closed_until(connection))
        moved: dict[tuple[str, int], set[str]] = {}
        for who, one in found.give.items():
            moved.setdefault(("give", one.amount), set()).add(who)
        for what, prizes in (("take", found.take), ("drop", found.drop), ("keep", found.keep)):
            for lost in prizes:
                moved.setdefault((what, lost.amount), set()).add(lost.who)
        return Effect((), rewards=tuple(await _told(connection, moved)))


async def _told(connection: Connection, moved: Mapping[tuple[str, int], set[str]]) -> Iterable[Touched]:
    names = await names_of(connection, {who for winners in moved.values() for who in winners})
    budgets = {
        who: Bilingual(f"{one.zh}预算", f"the budget of {one.en}") for who, one in names.items() if who.startswith("t")
    }
    names |= budgets
    told = []
    for (what, amount), winners in sorted(moved.items(), key=lambda one: (list(_WORDS).index(one[0][0]), -one[0][1])):
        who = listed([name for key, name in names.items() if key in winners])
        zh, en = _WORDS[what]
        title = Bilingual(f"奖励积分 {amount}", f"{amount} points")
        told.append(Touched(title=title, what=Bilingual(f"{zh}{who.zh}", f"{en}{who.en}")))
    return told
