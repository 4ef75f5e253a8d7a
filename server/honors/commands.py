"""`echelon badges rebuild`: look at everybody again, over all the past there is."""

import click

from server.terminal import Workplace, console, progress, run_command


@click.group("badges", help="Badges and who has earned them.")
def badges() -> None:
    """What can be done about awards from the command line."""


@badges.command(
    "rebuild", help="Work everybody's awards and all honors out again: after an import of the past, or to be sure."
)
def rebuild() -> None:
    """Gives what is missing and withdraws what lost its ground; a second run changes nothing. A running service shares the work."""

    async def work(place: Workplace) -> int:
        from server.clock import SystemClock
        from server.honors.badges.catalogue import ensure_catalogue
        from server.honors.badges.clockwork import BadgeClockwork, everybody_due
        from server.honors.collective.following import Following
        from server.ladder.evidence.lived import lives

        clock = SystemClock()
        # First what teams are honored for: members' badges rest on it.
        await Following(place.database).work_out(clock.now())
        async with place.database.transaction() as connection:
            await ensure_catalogue(connection, clock.now())
            before = await connection.fetchval("SELECT coalesce(max(id), 0) FROM award")
            people = await everybody_due(connection)
        clockwork = BadgeClockwork(place.database, clock, lives)
        done = 0
        with progress("badges", people) as step:
            while found := await clockwork.handful():
                done += found
                step(found)
        async with place.database.connection() as connection:
            given = await connection.fetchval("SELECT count(*) FROM award WHERE id > $1", before)
        console().print(f"{done} people, {given} awards given. 共 {done} 人，新授予徽章 {given} 枚。", markup=False)
        return 0

    run_command(work)
