"""Badges that stand."""

import re
from calendar import month_name

from leaderboards.badges.words import TIERS
from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import AWARD
from server.db.pool import Connection
from server.honors.badges import catalogue, store
from server.honors.badges.store import Kept
from server.honors.badges.telling import around, because
from server.wire import Bilingual


class Awards:
    """See `grounds.Source`. The ground is the award's number."""

    kind: Kind = "award"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Awards that were not withdrawn."""
        agents = None if wanted.agents is None else list(wanted.agents)
        kept = await store.standing(connection, agents, wanted.numbers, wanted.first, wanted.before)
        known = await around(connection, kept)
        versions = {(one.code, one.version): one for one in await catalogue.versions(connection)}
        found = []
        for one in kept:
            badge = versions[one.badge, one.version]
            name, says = _words(one, (badge.zh, badge.en), spoken(because(badge, one, known, own=False)))
            found.append(
                Deserved(
                    kind="award",
                    ground=str(one.id),
                    agent_id=one.agent_id,
                    on=one.on,
                    name=name,
                    says=says,
                    title=AWARD,
                )
            )
        return found


_PERIOD = re.compile(r"\b(\d{4})-(?:W(\d\d)|(\d\d))\b(?!-)(?: (?=[\u4e00-\u9fff]))?")


def spoken(words: Bilingual) -> Bilingual:
    """Weeks and months as people say them, instead of 2026-W44 and 2026-10."""

    def zh(found: re.Match[str]) -> str:
        year, week, month = found.groups()
        return f"{year} 年第 {int(week)} 周" if week else f"{year} 年 {int(month)} 月"

    def en(found: re.Match[str]) -> str:
        year, week, month = found.groups()
        return f"week {int(week)} of {year}" if week else f"{month_name[int(month)]} {year}"

    # A sign of comparison stays with its figure where lines are broken.
    said = [re.sub("([≥≤]) ", "\\1\u00a0", one) for one in (_PERIOD.sub(zh, words.zh), _PERIOD.sub(en, words.en))]
    return Bilingual(*said)


def _words(one: Kept, badge: tuple[str, str], why: Bilingual) -> tuple[Bilingual, Bilingual]:
    zh, en = TIERS[one.tier] if one.tier != "plain" else ("", "")
    name = Bilingual(zh=f"{badge[0]}{f'（{zh}）' if zh else ''}", en=f"{badge[1]}{f' ({en.lower()})' if en else ''}")
    says = Bilingual(
        zh=f"{why.zh}，荣获“{badge[0]}”{f'{zh}质' if zh else ''}徽章。特发此状，以资鼓励。",
        en=f"earning the badge “{badge[1]}”{f' in {en.lower()}' if en else ''}. {why.en}.",
    )
    return name, says
