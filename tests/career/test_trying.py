"""Pass rates by group: nothing is said, nor can be worked out, about fewer than five people."""

from hypothesis import given
from hypothesis import strategies as st

from career.trying import Rate, pass_rates


def at(site: str, people: int, ready: int) -> list[tuple[dict[str, str], bool]]:
    return [({"site": site}, n < ready) for n in range(people)]


def test_small_groups_are_put_together() -> None:
    tried = [*at("a", 20, 5), *at("b", 7, 7), *at("c", 3, 1), *at("d", 4, 0)]
    assert pass_rates(tried) == {"site": (Rate("a", 20, 5), Rate("b", 7, 7), Rate("", 7, 1))}


def test_one_small_group_takes_another_with_it() -> None:
    # Alone, the three could be worked out from the total.
    assert pass_rates([*at("a", 20, 5), *at("b", 7, 7), *at("c", 3, 1)]) == {
        "site": (Rate("a", 20, 5), Rate("", 10, 8))
    }
    assert pass_rates([*at("a", 5, 1), *at("b", 1, 1)]) == {"site": (Rate("", 6, 2),)}


def test_too_few_in_all() -> None:
    assert pass_rates(at("a", 4, 4)) == {}
    assert pass_rates([]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans())))
def test_nobody_is_lost_and_nobody_singled_out(tried: list[tuple[str, bool]]) -> None:
    found = pass_rates([({"shift": group}, ready) for group, ready in tried])
    rates = found.get("shift", ())
    assert all(rate.people >= 5 for rate in rates)
    if len(tried) >= 5:
        assert sum(rate.people for rate in rates) == len(tried)
        assert sum(rate.ready for rate in rates) == sum(ready for _, ready in tried)
    else:
        assert not rates
