"""Certificates in the demo centre: it has a name, a seal and two who sign; some were honored by hand, some got theirs."""

from datetime import datetime, timedelta
from random import Random

from seeds.centre import Centre
from seeds.doors import Doors, RefusedError
from seeds.learners import SHOWN, colleagues
from seeds.stationery import hand, seal

_NAME = {"zh": "晨星客户服务中心", "en": "Morning Star Service Centre"}
_HANDS = (
    (11, {"zh": "陈立新", "en": "Lixin Chen"}, {"zh": "中心总经理", "en": "Director of the Centre"}),
    (29, {"zh": "王芳", "en": "Fang Wang"}, {"zh": "人力资源部经理", "en": "Head of Human Resources"}),
)
_SPECIAL = (
    (
        {"zh": "暴雨夜坚守奖", "en": "Night of the storm"},
        {
            "zh": "暴雨夜主动留守岗位，接听救援来电一百二十通，无一差错。特发此状，以资鼓励。",
            "en": "staying at the desk through the night of the storm and answering 120 calls for help without a mistake.",
        },
    ),
    (
        {"zh": "年度服务之星", "en": "Service star of the year"},
        {"zh": "全年零投诉，客户满意度名列前茅，堪为表率。特发此状，以资鼓励。", "en": "a whole year without a single complaint, loved by customers."},
    ),
)  # fmt: skip


async def furnish(ops: Doors) -> None:
    """Name, seal and signatures; the same however often it is done."""
    signatures = []
    for chance, name, title in _HANDS:
        picture = await ops.ask("POST", "/look/pictures", content=hand(Random(chance)))
        signatures.append({"picture": picture["sha256"], "name": name, "title": title})
    stamp = await ops.ask("POST", "/look/pictures", content=seal(_NAME["zh"]))
    await ops.ask("PUT", "/look/whole", json={"name": _NAME, "seal": stamp["sha256"], "signatures": signatures})


async def honor(hr: Doors, centre: Centre, now: datetime) -> None:
    """Two honors in words of HR's own, once."""
    since = (now.date() - timedelta(days=30)).isoformat()
    if (await hr.ask("GET", f"/honor-certificates/desk?kind=external&since={since}"))["total"]:
        return
    day = (now.date() - timedelta(days=3)).isoformat()
    for team, (title, says) in zip(SHOWN, _SPECIAL, strict=False):
        whom = {"agent": colleagues(centre, team)[0].code, "title": title, "says": says, "on": day}
        await hr.ask("POST", "/honor-certificates/grants", json=whom)


async def collect(owner: Doors, most: int = 3) -> None:
    """The newest of what somebody earned, as certificates."""
    try:
        found = (await owner.ask("GET", "/honor-certificates/mine"))["items"]
    except RefusedError:
        return
    for one in found[:most]:
        if one["withdrawn_at"] is None:
            key = {"kind": one["kind"], "ground": one["ground"]}
            await owner.ask("POST", "/honor-certificates/mine", json=key)
