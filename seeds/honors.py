"""A year of honors in the demo centre: who held the banner before there were results, teams of months, and titles from outside."""

from datetime import date, timedelta
from random import Random

from seeds.centre import Centre, Team
from seeds.doors import Doors

_WEEKS, _MONTHS = 52, 12
_KEEPS = 0.35
"""How often whoever has the banner wins it again."""
_PROOF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 297]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 62>>stream
BT /F 22 Tf 60 150 Td (Certificate of honor, demo copy) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
_ALREADY = ("honors_entered_twice", "honors_has_result", "honors_bad_period")
"""What a pouring that was broken off is answered."""


async def enter_honors(ops: Doors, centre: Centre) -> None:
    """Of the weeks and months before the facts, by hand, as a centre brings its past along; and the titles it was given."""
    sites: dict[str, list[Team]] = {}
    for team in centre.teams:
        sites.setdefault(team.site.code, []).append(team)
    for site, teams in sites.items():
        luck = Random(f"{site} {centre.first}")
        await _banners(ops, centre, teams, luck)
        await _months(ops, centre, teams, luck)
    if not (await ops.ask("GET", "/titles"))["items"]:
        await _titles(ops, centre)


async def _banners(ops: Doors, centre: Centre, teams: list[Team], luck: Random) -> None:
    """Good spirit wins more often; nobody always does."""
    monday = centre.first - timedelta(days=centre.first.weekday())
    holder = teams[0]
    for back in range(_WEEKS - (centre.anchor - monday).days // 7, 0, -1):
        year, week, _ = (monday - timedelta(weeks=back)).isocalendar()
        if luck.random() > _KEEPS:
            (holder,) = luck.choices(teams, [max(0.2, 1 + team.spirit) for team in teams])
        await _enter(ops, "red_banner", f"{year}-W{week:02d}", holder)


async def _months(ops: Doors, centre: Centre, teams: list[Team], luck: Random) -> None:
    first = centre.first.replace(day=1)
    for back in range(_MONTHS - 3, 0, -1):
        month = date(first.year + (first.month - 1 - back) // 12, (first.month - 1 - back) % 12 + 1, 1)
        best, improved, *clean = luck.sample(teams, min(len(teams), 5))
        await _enter(ops, "team_of_the_month", f"{month:%Y-%m}", best)
        await _enter(ops, "most_improved_team", f"{month:%Y-%m}", improved)
        for team in clean[: luck.randint(0, 3)]:
            await _enter(ops, "zero_complaint_team", f"{month:%Y-%m}", team)
        if month.month % 3 == 0:
            await _enter(ops, "season_champion", f"{month.year}-Q{month.month // 3}", luck.choice(teams))


async def _enter(ops: Doors, honor: str, key: str, team: Team) -> None:
    body = {"honor": honor, "key": key, "team": team.code}
    await ops.ask("POST", "/honors/before", json=body, taken=_ALREADY)


async def _titles(ops: Doors, centre: Centre) -> None:
    year = centre.anchor.year
    soon = centre.anchor + timedelta(days=40)
    by_site = {team.site.code: team for team in reversed(centre.teams)}
    wanted = (
        {
            "name": {"zh": "青年文明号", "en": "Youth Civilization Award"},
            "issuer": {"zh": "成都市青年文明号组委会", "en": "Chengdu youth award committee"},
            "level": "city",
            "issued": f"{year - 1}-05-04",
            "expires": soon.isoformat(),
            "team": by_site["CD"].code,
        },
        {
            "name": {"zh": "客户服务卓越奖", "en": "Customer Service Excellence"},
            "issuer": {"zh": "呼叫中心行业联盟", "en": "Contact centre industry alliance"},
            "level": "industry",
            "issued": f"{year}-03-15",
            "expires": f"{year + 2}-03-15",
        },
    )
    for title in wanted:
        made = await ops.ask("POST", "/titles", json=title)
        await ops.ask("PUT", f"/titles/{made['id']}/proof", files={"file": ("proof.pdf", _PROOF, "application/pdf")})
