"""What a centre calls the metrics, queues and the like that criteria lean on, and which of them there are."""

from msgspec import Struct

from career.check import Known
from career.evidence import SCORECARD
from career.names import Names, called
from leaderboards.badges.catalogue import CATALOGUE
from server.db.pool import Connection
from server.facts.catalogue import shipped_metrics
from server.wire import Bilingual, Named


class Words(Struct, frozen=True):
    """Names by code, in the order a list to choose from has them."""

    metrics: dict[str, tuple[str, str]]
    skills: dict[str, tuple[str, str]]
    courses: dict[str, tuple[str, str]] = {}
    exams: dict[str, tuple[str, str]] = {}

    @property
    def names(self) -> Names:
        """For sentences: a shipped metric that nobody renamed keeps the shorter word that the rule book has for it."""
        shipped = {sheet.code: (sheet.name.zh, sheet.name.en) for sheet in shipped_metrics()}
        own = {
            code: said for code, said in self.metrics.items() if said != shipped.get(code) or called(code)[0] == code
        }
        badges = {badge.code: (badge.zh, badge.en) for badge in CATALOGUE}
        return Names(metrics=own, skills=self.skills, courses=self.courses, badges=badges, exams=self.exams)

    @property
    def known(self) -> Known:
        """For checks. Exams and courses are whatever training says they are."""
        return Known(metrics=frozenset({*self.metrics, SCORECARD}), skills=frozenset(self.skills))


async def read_words(connection: Connection) -> Words:
    """The words as they are now; metrics of teams say nothing about a person and are left out."""
    metrics = await connection.fetch(
        "SELECT code, name_zh, name_en FROM metric WHERE archived_at IS NULL AND subject = 'agent' ORDER BY code"
    )
    queues = await connection.fetch("SELECT code, name_zh, name_en FROM queue ORDER BY code")
    courses = await connection.fetch("SELECT code, title_zh, title_en FROM course ORDER BY code")
    exams = await connection.fetch("SELECT code, title_zh, title_en FROM exam ORDER BY code")
    return Words(
        {row["code"]: (row["name_zh"], row["name_en"]) for row in metrics},
        {row["code"]: (row["name_zh"], row["name_en"]) for row in queues},
        {row["code"]: (row["title_zh"], row["title_en"]) for row in courses},
        {row["code"]: (row["title_zh"], row["title_en"]) for row in exams},
    )


def listed(words: dict[str, tuple[str, str]]) -> list[Named]:
    """To choose from."""
    return [Named(code, Bilingual(zh=zh, en=en)) for code, (zh, en) in words.items()]


def said(pair: tuple[str, str]) -> Bilingual:
    """Words of the rule book on the wire."""
    return Bilingual(zh=pair[0], en=pair[1])
