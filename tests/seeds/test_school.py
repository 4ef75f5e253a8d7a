"""What is due is done once and in order, a shorter past leaves out what would lie before it, and nothing is done twice after a break."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from seeds import lessons
from seeds.inventing import build
from seeds.learners import SHOWN, colleagues, graduates, learners, newcomers
from seeds.school import FIRST, School

ANCHOR = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def _noting(done: list[int], number: int) -> Callable[[datetime], Awaitable[None]]:
    async def deed(_: datetime) -> None:
        done.append(number)

    return deed


async def _played(days: int, from_day: int, *, resumed: bool = False) -> list[int]:
    """Deeds of several days as a past of so many days, begun so many days before its end, does them."""
    done: list[int] = []
    deeds = [(number, _noting(done, number)) for number in (3, FIRST, 30, 5, 0, 3)]
    school = School(build(ANCHOR, days=days, teams=(2, 2)), deeds, resumed=resumed)
    for ago in range(from_day, -1, -1):
        for _ in range(2):
            await school.follow(NOW - timedelta(days=ago))
    return done


async def test_deeds_are_done_once_in_order_as_far_as_the_past_goes() -> None:
    assert await _played(40, 40) == [FIRST, 30, 5, 3, 3, 0]
    assert await _played(12, 12) == [FIRST, 5, 3, 3, 0]


async def test_after_a_break_only_the_beginning_is_repeated() -> None:
    assert await _played(40, 4, resumed=True) == [FIRST, 3, 3, 0]


def test_the_whole_centre_has_classes_and_colleagues() -> None:
    centre = build(ANCHOR)
    assert len(newcomers(centre)) >= 3
    assert len(graduates(centre)) >= 2
    assert [len(colleagues(centre, team)) for team in SHOWN] == [6, 6]
    codes = [one.code for one in learners(centre)]
    assert len(codes) == len(set(codes))


def test_every_question_has_a_right_and_a_wrong_answer() -> None:
    for question in lessons.QUESTIONS:
        right, wrong = lessons.right_answer(question[0]), lessons.wrong_answer(question[0])
        assert right != wrong
        if question[2] != "number":
            options = [len(text.split("|")) for text in question[5:7]]
            assert options[0] == options[1] > max(*right, *wrong)
