"""Hands to payroll what was redeemed and is paid out or booked there: figures as figures, days as days."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from leaderboards.badges.words import REWARDS
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.reports.grid import Line, Sheet, Value, write_book, write_csv
from server.reports.handing import File

Format = Literal["xlsx", "csv"]
Locale = Literal["zh", "en"]

_HEAD: dict[Locale, tuple[str, ...]] = {
    "zh": ("申请号", "工号", "姓名", "职场", "奖励", "类别", "积分", "兑换日期", "状态"),
    "en": ("Request", "Code", "Name", "Site", "Reward", "Kind", "Points", "Redeemed on", "State"),
}
_STATES = {"granted": ("已批准", "Granted"), "handed": ("已兑现", "Handed over")}
_ROWS = """
SELECT r.id, r.state, r.amount, a.code, a.name_zh, a.name_en, s.name_zh AS site_zh, s.name_en AS site_en, i.kind,
       i.name_zh AS item_zh, i.name_en AS item_en, (coalesce(r.decided_at, r.asked_at) AT TIME ZONE s.zone)::date AS day
FROM reward_request r JOIN reward_item i ON i.code = r.item JOIN agent a ON a.id = r.agent_id
JOIN site s ON s.id = a.site_id
WHERE i.payable AND r.state IN ('granted', 'handed') AND coalesce(r.decided_at, r.asked_at) >= $1
ORDER BY day, r.id"""


class RewardPayrollService:
    """See the module. Only standing redemptions of payable items; every download is audited."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def export(self, actor: Actor, month: date, kind: Format, locale: Locale) -> File:
        """What was granted in a calendar month, by the days of each person's site."""
        async with self._db.transaction() as connection:
            since = datetime.combine(month, time(), UTC) - timedelta(days=2)
            after = (month + timedelta(days=31)).replace(day=1)
            found = [row for row in await connection.fetch(_ROWS, since) if month <= row["day"] < after]
            await audit.record(
                connection, actor, "rewards.payroll", f"rewards/{month:%Y-%m}", {"n": len(found), "format": kind}
            )
        place = 0 if locale == "zh" else 1
        rows: list[tuple[Value, ...]] = [
            (
                Decimal(row["id"]),
                row["code"],
                row[f"name_{locale}"],
                row[f"site_{locale}"],
                row[f"item_{locale}"],
                REWARDS[row["kind"]][place],
                Decimal(row["amount"]),
                row["day"],
                _STATES[row["state"]][place],
            )
            for row in found
        ]
        name = f"rewards-{month:%Y-%m}.{kind}"
        if kind == "csv":
            return File(name, write_csv([_HEAD[locale], *rows]))
        title = "积分兑换" if locale == "zh" else "Redeemed"
        lines = (Line(_HEAD[locale], "head"), *(Line(row) for row in rows))
        content = write_book([Sheet(title, lines, head=1)], title=title, made=self._clock.now())
        return File(name, content)
