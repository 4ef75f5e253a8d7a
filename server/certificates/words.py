"""What certificates are called, and the words that stand on all of them."""

from server.wire import Bilingual

AWARD = Bilingual(zh="奖状", en="Certificate of Award")
HONOR = Bilingual(zh="荣誉证书", en="Certificate of Honor")
COURSE = Bilingual(zh="结业证书", en="Certificate of Completion")
EXAM = Bilingual(zh="合格证书", en="Certificate of Proficiency")

NUMBER = Bilingual(zh="编号", en="No.")
DAY = Bilingual(zh="颁发日期", en="Date")
WHOSE = Bilingual(zh="授予", en="To")
PLACES = (
    Bilingual(zh="第一名", en="first place"),
    Bilingual(zh="第二名", en="second place"),
    Bilingual(zh="第三名", en="third place"),
)


def serial(year: int, number: int) -> Bilingual:
    """The running number as people file it."""
    return Bilingual(zh=f"荣字〔{year}〕第 {number:05d} 号", en=f"{year}/{number:05d}")
