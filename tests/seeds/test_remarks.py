"""What analysts of the demo write fits what was marked."""

from random import Random

import pytest

from career.quality.shipped import FORMS
from seeds.remarks import remark


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_that_may_lose_points_has_its_own_word(language: str) -> None:
    for form in FORMS:
        perfect = {line.code: "1" for line in form.items}
        good = {remark(form.items, perfect, language, Random(n)) for n in range(20)}
        words = [remark(form.items, {**perfect, line.code: "0"}, language, Random(0)) for line in form.items]
        assert len(set(words)) == len(words)
        assert good.isdisjoint(words)
        # What weighs most is spoken of, and no more than two lines.
        two = remark(form.items, dict.fromkeys(perfect, "0"), language, Random(0))
        assert sum(word in two for word in words) == 2
