"""The names of the demo centre: teams worth cheering for, and people whose Chinese and English names belong together."""

from random import Random

from faker import Faker

TEAMS_CHENGDU = (
    ("青云队", "Skyward"),
    ("破晓队", "Daybreak"),
    ("星火队", "Spark"),
    ("凌峰队", "Summit"),
    ("锦江队", "Brocade River"),
    ("雪豹队", "Snow Leopard"),
    ("长风队", "Tailwind"),
    ("蓝鲸队", "Blue Whale"),
    ("竹海队", "Bamboo Sea"),
    ("萤火队", "Firefly"),
    ("飞燕队", "Swift"),
    ("听涛队", "High Tide"),
)
TEAMS_BERLIN = (
    ("灯塔队", "Lighthouse"),
    ("北极星队", "North Star"),
    ("椴树队", "Linden"),
    ("云雀队", "Skylark"),
    ("银狐队", "Silver Fox"),
    ("猎鹰队", "Falcon"),
    ("琥珀队", "Amber"),
    ("施普雷队", "River Spree"),
)

# What the people are called who work in a call centre today; the generated given names are those of their grandparents.
_GIVEN_CHINESE = (
    "子涵=Zihan 雨桐=Yutong 浩然=Haoran 欣怡=Xinyi 思远=Siyuan 梓萱=Zixuan 一诺=Yinuo 佳怡=Jiayi 俊杰=Junjie 诗琪=Shiqi "
    "嘉豪=Jiahao 晓雯=Xiaowen 明轩=Mingxuan 梦洁=Mengjie 宇航=Yuhang 静怡=Jingyi 子墨=Zimo 雅婷=Yating 天宇=Tianyu "
    "可欣=Kexin 志远=Zhiyuan 婉清=Wanqing 博文=Bowen 若曦=Ruoxi 泽宇=Zeyu 思琪=Siqi 文博=Wenbo 语嫣=Yuyan 晨曦=Chenxi "
    "丽娜=Lina 建宇=Jianyu 芷若=Zhiruo 凯文=Kaiwen 雪晴=Xueqing 俊熙=Junxi 雨薇=Yuwei 鹏飞=Pengfei 心怡=Xinyi 昊天=Haotian "
    "晓彤=Xiaotong 伟=Wei 婷=Ting 磊=Lei 敏=Min 洋=Yang 静=Jing 超=Chao 倩=Qian 帅=Shuai 雪=Xue 凯=Kai 颖=Ying 鑫=Xin 琳=Lin "
    "睿=Rui 悦=Yue 航=Hang 瑶=Yao 翔=Xiang 蕾=Lei"
)
_SURNAMES_CHINESE = (
    "王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 吴=Wu 赵=Zhao 周=Zhou 徐=Xu 孙=Sun 马=Ma 朱=Zhu 胡=Hu 林=Lin "
    "郭=Guo 何=He 高=Gao 罗=Luo 郑=Zheng 梁=Liang 谢=Xie 宋=Song 唐=Tang 许=Xu 邓=Deng 冯=Feng 韩=Han 曹=Cao 彭=Peng "
    "蔡=Cai 潘=Pan 田=Tian 董=Dong 袁=Yuan 于=Yu 叶=Ye 蒋=Jiang 杜=Du 苏=Su 魏=Wei 程=Cheng 吕=Lü 丁=Ding 沈=Shen 任=Ren "
    "姚=Yao 卢=Lu 钟=Zhong 姜=Jiang 崔=Cui 谭=Tan 廖=Liao 范=Fan 汪=Wang 陆=Lu 金=Jin 石=Shi 戴=Dai 贾=Jia 夏=Xia 邱=Qiu"
)
_GIVEN_BERLIN = (
    "Lena=莱娜 Jonas=约纳斯 Mia=米娅 Felix=费利克斯 Hannah=汉娜 Paul=保罗 Emma=艾玛 Lukas=卢卡斯 Sofia=索菲娅 Max=马克斯 "
    "Clara=克拉拉 Elias=埃利亚斯 Marie=玛丽 Noah=诺亚 Lea=莱娅 Finn=芬恩 Anna=安娜 Ben=本 Laura=劳拉 David=大卫 "
    "Aylin=艾琳 Emre=埃姆雷 Zeynep=泽内普 Mateo=马特奥 Olga=奥尔加 Tomasz=托马什 Amara=阿玛拉 Daniel=丹尼尔 Julia=尤利娅 "
    "Samuel=塞缪尔 Nina=妮娜 Oskar=奥斯卡 Frieda=弗丽达 Karim=卡里姆 Ingrid=英格丽德 Theo=特奥 Greta=格蕾塔 Milan=米兰"
)
_SURNAMES_BERLIN = (
    "Müller=穆勒 Schmidt=施密特 Schneider=施耐德 Fischer=菲舍尔 Weber=韦伯 Wagner=瓦格纳 Becker=贝克尔 Hoffmann=霍夫曼 "
    "Schulz=舒尔茨 Koch=科赫 Richter=里希特 Klein=克莱因 Wolf=沃尔夫 Neumann=诺伊曼 Schwarz=施瓦茨 Zimmermann=齐默尔曼 "
    "Krüger=克吕格 Hartmann=哈特曼 Lange=朗格 Werner=维尔纳 Krause=克劳泽 Lehmann=莱曼 Köhler=科勒 Maier=迈尔 König=柯尼希 "
    "Yılmaz=耶尔马兹 Demir=德米尔 Nowak=诺瓦克 Kowalski=科瓦尔斯基 Horvat=霍尔瓦特 Rossi=罗西 García=加西亚 Okafor=奥卡福 "
    "Haddad=哈达德 Nguyen=阮 Novák=诺瓦克 Lindner=林德纳 Brandt=勃兰特 Vogel=福格尔 Seidel=赛德尔"
)


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


def chinese_people(seed: int, count: int) -> list[tuple[str, str]]:
    """(Chinese, English) names, all different in both; surnames are as frequent as in the country."""
    fake = Faker("zh_CN")
    fake.seed_instance(seed)
    choose = Random(seed)
    romanized, given = _pairs(_SURNAMES_CHINESE), list(_pairs(_GIVEN_CHINESE).items())
    found: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    while len(found) < count:
        surname = fake.last_name()
        name, spoken = choose.choice(given)
        english = f"{spoken} {romanized.get(surname, '')}"
        if surname in romanized and english not in taken:
            taken.add(english)
            found[surname + name] = (surname + name, english)
    return list(found.values())


def berlin_people(seed: int, count: int) -> list[tuple[str, str]]:
    """(Chinese, English) names of an international floor, the Chinese one after the sound; all different in both."""
    choose = Random(seed)
    given, surnames = (list(_pairs(_GIVEN_BERLIN).items()), list(_pairs(_SURNAMES_BERLIN).items()))
    found: dict[str, str] = {}
    while len(found) < count:
        (first, heard), (last, sounded) = choose.choice(given), choose.choice(surnames)
        found.setdefault(f"{heard}·{sounded}", f"{first} {last}")
    return list(found.items())
