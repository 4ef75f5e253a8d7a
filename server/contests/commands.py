"""`echelon standings`: the exact standings of a contest, as a table for people or as canonical bytes for machines."""

from typing import TYPE_CHECKING

import click

from server.terminal import Workplace, console, run_command

if TYPE_CHECKING:
    from leaderboards.standings import Standings
    from server.contests.contest import Contest
    from server.contests.showing.boards import Names


@click.command("standings", help="Print the standings of a contest, by its number, exactly as they are now.")
@click.argument("contest", type=int)
@click.option("--json", "as_json", is_flag=True, help="Canonical bytes: equal standings are equal byte for byte.")
@click.option("--rebuild", is_flag=True, help="Count every accepted revision afresh instead of reading rollups.")
@click.option(
    "--restricted", is_flag=True, help="How a frozen contest really stands; not for anybody's eyes but operations'."
)
@click.option("--signed", is_flag=True, help="The signed result as it is stored, instead of computing anything.")
def standings(contest: int, as_json: bool, rebuild: bool, restricted: bool, signed: bool) -> None:
    """Both ways of computing give the same bytes; a difference is a defect. Of a frozen contest the public standings are
    printed, which are kept and not computed again."""

    async def work(place: Workplace) -> int:
        from server.clock import SystemClock
        from server.contests import store
        from server.contests.after.results import decode_standings, revisions
        from server.contests.reveal.hushing import with_hushes
        from server.contests.scoring.evidence import evidence_now, one_snapshot, standings_from_revisions
        from server.contests.seasons.knowing import season_standings
        from server.contests.showing.boards import read_names

        now = SystemClock().now()
        async with place.database.transaction() as connection:
            await one_snapshot(connection)
            found = await store.find(connection, contest)
            if found is None:
                console().print(f"There is no contest {contest}. 没有编号为 {contest} 的竞赛。", markup=False)
                return 1
            if signed:
                stored = await revisions(connection, contest)
                if not stored:
                    console().print("No result has been signed yet. 尚无签发的结果。")
                    return 1
                result = decode_standings(stored[-1].standings)
            elif found.in_rounds:
                result = await season_standings(connection, found, now)
            elif rebuild and (restricted or (await with_hushes(connection, found, now)).known_until(now) is None):
                result = await standings_from_revisions(connection, found, now)
            else:
                result = (await evidence_now(connection, found, now, restricted=restricted)).standings
            names = await read_names(connection, found)
        if as_json:
            click.echo(result.encode().decode())
        else:
            _print(found, result, names)
        return 0

    run_command(work)


def _print(contest: "Contest", result: "Standings", names: "Names") -> None:
    """One line a participant, tab-separated: rank, code, both names, score, tie-breakers, reasons, division; before them what a
    duel or a goal has come to."""
    from msgspec import json

    from leaderboards.exact import format_ratio, format_score

    click.echo(f"# {contest.title.zh} · {contest.title.en} · {contest.starts.isoformat()} – {contest.ends.isoformat()}")
    if result.decided is not None:
        click.echo(f"# {json.encode(result.decided).decode()}")
    for row in result.rows:
        named = names.get(row.participant)
        columns = [
            "–" if row.rank is None else str(row.rank),
            named.code if named else row.participant,
            f"{named.name.zh} {named.name.en}" if named else "",
            "–" if row.score is None else format_score(row.score),
            " ".join("–" if tie is None else format_ratio(tie) for tie in row.ties),
            " ".join(f"{reason.code}:{reason.metric}".rstrip(":") for reason in row.reasons),
            row.division,
        ]
        click.echo("\t".join(columns).rstrip())
