"""Names of authors: which part is the family name, and which names are of groups."""

import re
from functools import lru_cache

from broadsheet.extract.tex_tables import words
from broadsheet.model.paper import Author

PARTICLES = words(
    "af al ap av bar ben bin da dal dalla dalle das de degli dei del della delle den der des di do dos du el e "
    "han het ibn im la las le les lo los lu 't ten ter und van vande vanden vander vom von y zu zum zur d' den "
    "de' st. op aan"
)
# Particles that are also written with a capital. Given names that look the same come last or first, not between.
_CAPITAL_PARTICLES = words(
    "Al Bin Da Dal Dalla De Del Della Den Der Di Dos Du El Ibn La Le Los Ten Ter Van Vande Vander Von Zu St."
)
# In Vietnamese names `Van` is a middle name.
_VIETNAMESE = words(
    "Nguyen Nguyễn Tran Trần Le Lê Pham Phạm Hoang Hoàng Huynh Huỳnh Phan Vu Vũ Vo Võ Dang Đặng Bui Bùi Do Đỗ "
    "Ho Hồ Ngo Ngô Duong Dương Ly Lý Dinh Đinh Dao Đào Truong Trương"
)
_LONGEST = 120  # a longer one is no name of a person
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?|I{2,3}|IV|2nd|3rd|Ph\.?D\.?|M\.?D\.?", re.ASCII)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
_COLLECTIVE = re.compile(
    r"\d|[-\s](?:AI|ai)$|@|\b(?:Team|Teams|Collaboration|Collaborations|Consortium|Consortia|Group|Project|Initiative|"
    r"Network|Committee|Foundation|Institute|University|Labs?|Laboratory|Organi[sz]ation|Association|Society|"
    r"Cent(?:er|re)|Council|Department|Ministry|Inc|Ltd|GmbH|Alliance|Community|Contributors|Survey|Task Force|"
    r"Working|Observatory|Agency|Partnership|Authors)\b|^(?:The|the|on behalf of|for the)\s"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_EAST_ASIAN = re.compile(rf"[{_HAN}\u3040-\u30ff\uac00-\ud7af\s·・]+")
_HAN_OR_HANGUL = re.compile(rf"[{_HAN}]+|[\uac00-\ud7af]+")
_COMPOUND_SURNAMES = words(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 皇甫 尉迟 公孙 公孫 慕容 令狐 长孙 宇文 남궁 황보 제갈 선우 독고 사공"
)


def split_name(name: str) -> Author:
    """Split a display name, or `Family, Given`, into its parts; groups and single names stay whole.

    A suffix (`Jr.`, `III`) stays in the display name only.
    """
    name = " ".join(name.split())
    return _split(name) if len(name) <= _LONGEST else Author(name)


@lru_cache(maxsize=65_536)
def _split(name: str) -> Author:
    if not name or _COLLECTIVE.search(name):
        return Author(name)
    if "," in name:
        return _split_at_comma(name)
    if _EAST_ASIAN.fullmatch(name):
        return _split_east_asian(name)
    words = name.split(" ")
    core = words[:-1] if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else words
    if len(core) < 2:
        return Author(name)
    start = _family_start(core)
    if _INITIALS.fullmatch(core[-1]) and not _INITIALS.fullmatch(core[0]):
        return Author(name, " ".join(core[:-1]), core[-1])
    return Author(name, " ".join(core[start:]), " ".join(core[:start]))


def _family_start(words: list[str]) -> int:
    last = len(words) - 1
    for index in range(1, last):
        word = words[index]
        if word in ("y", "i") and index > 1:
            return index - 1
        if word in PARTICLES and word not in ("y", "e"):
            return index
        if word in _CAPITAL_PARTICLES and not (word == "Van" and words[index + 1] in _VIETNAMESE):
            return index
    return last if words[0] not in PARTICLES or last > 1 else 0


def _split_at_comma(name: str) -> Author:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 3 and any(map(_SUFFIX.fullmatch, parts[1:])):
        family, first, second = parts
        suffix, given = (first, second) if _SUFFIX.fullmatch(first) else (second, first)
        return Author(f"{given} {family} {suffix}", family, given)
    if len(parts) != 2:
        return Author(parts[0] if len(parts) == 1 else name)
    if _SUFFIX.fullmatch(parts[1]):
        return _split(f"{parts[0]} {parts[1]}") if " " in parts[0] else Author(f"{parts[0]} {parts[1]}")
    return Author(f"{parts[1]} {parts[0]}", parts[0], parts[1])


def _split_east_asian(name: str) -> Author:
    words = name.split(" ")
    if len(words) == 2:
        return Author(name, words[0], words[1])
    if len(words) > 2 or not _HAN_OR_HANGUL.fullmatch(name):
        return Author(name)
    if name[:2] in _COMPOUND_SURNAMES and len(name) in (3, 4):
        return Author(name, name[:2], name[2:])
    return Author(name, name[0], name[1:]) if len(name) in (2, 3) else Author(name)
