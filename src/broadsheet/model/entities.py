"""When two names of a system or a dataset are one name.

The rule, in this order:

1. Characters: compatibility forms are plain ones (NFKC: `²` is 2), Greek letters are their names (`τ` and `\\tau` are
   tau), and TeX's dollars, backslashes, braces and carets do not count, nor do its commands for type (`\\textbf`).
2. A leading "the" does not count, nor do trailing words that say what kind of thing it is: dataset, data set,
   benchmark, corpus, and their plurals. Nor does the plural `s` of an acronym.
3. Case, spaces, hyphens, dots and all other signs do not count: `CIFAR-10`, `CIFAR 10`, `cifar10`. Letters of any
   script, digits and `+` do: `PFGM` and `PFGM++` are two.
4. A few names of the same data are one by a table: `MS COCO`, `Microsoft COCO` and `COCO`; `ImageNet-1k`, `ILSVRC 2012`
   and `ImageNet`, because the 1,000 classes are what the bare name means.

All else counts, since figures on other data cannot be compared: versions (`v2`, `2.0`), years, data releases (`DR3`),
sizes (`ImageNet-21k`, `MNIST-1k`), variants (`ImageNet-C`), parts and splits (`CIFAR-100 (Fine)`, `LSUN Bedroom`).
"""

import re
import unicodedata
from functools import lru_cache

_PLURAL = re.compile(r"(?<=[A-Z0-9]{2})s$")
_DROPPED = re.compile(r"[^\w+]|_")
# Commands of TeX that only choose a type, and the part of `\varepsilon` that only chooses a shape.
_TYPE = re.compile(
    r"\\(?:text(?:bf|it|rm|sc|sf|sl|tt|up|normal)?|math(?:bb|bf|cal|frak|it|normal|rm|scr|sf|tt)|operatorname"
    r"|boldsymbol|bm|emph|bf|it|rm|sc|sf|tt)(?![A-Za-z])"
    r"|\\var(?=(?:epsilon|kappa|phi|pi|rho|sigma|theta)(?![A-Za-z]))"
)
_LEADING = re.compile(r"(?:the|The)\s+(?=\S)")
_TRAILING = re.compile(r"(?<=\S)[\s-](?:data[ -]?sets?|benchmarks?|corpus|corpora)$", re.IGNORECASE)
_LAST_OF_TRAILING = frozenset("stkaSTKA")
_GREEK = {
    chr(code): unicodedata.name(chr(code)).removeprefix("GREEK SMALL LETTER ").lower()
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2  # the final form of sigma
}
_GREEK_TABLE = str.maketrans(_GREEK | {letter.upper(): name for letter, name in _GREEK.items()})
# Names of the same data, as they stand after the first three rules.
_SAME = {
    "mscoco": "coco",
    "microsoftcoco": "coco",
    "mscoco2014": "coco2014",
    "mscoco2017": "coco2017",
    "imagenet1k": "imagenet",
    "imagenet1000": "imagenet",
    "imagenetilsvrc": "imagenet",
    "imagenetilsvrc2012": "imagenet",
    "ilsvrc": "imagenet",
    "ilsvrc2012": "imagenet",
    "imagenet22k": "imagenet21k",
    "voc": "pascalvoc",
    "voc2007": "pascalvoc2007",
    "voc2012": "pascalvoc2012",
    "voc07": "pascalvoc2007",
    "voc12": "pascalvoc2012",
    "ucirepository": "uci",
    "ucimachinelearningrepository": "uci",
    "humanevalplus": "humaneval+",
    "mbppplus": "mbpp+",
    "mozillacommonvoice": "commonvoice",
    "sloandigitalskysurvey": "sdss",
    "darkenergysurvey": "des",
    "darkenergyspectroscopicinstrument": "desi",
    "zwickytransientfacility": "ztf",
}


@lru_cache(maxsize=65_536)
def entity_key(name: str) -> str:
    """The name as compared for identity and used in addresses, after the rule above; empty where nothing is left."""
    # What is plain is looked at less: reading abstracts asks this of every word that may be a name.
    plain = name.isascii()
    text = (name if plain else unicodedata.normalize("NFKC", name)).strip()
    text = _TYPE.sub("", text) if "\\" in text else text
    text = _LEADING.sub("", text, count=1) if text[:4] in ("the ", "The ") else text
    text = _TRAILING.sub("", text) if text[-1:] in _LAST_OF_TRAILING else text
    text = _PLURAL.sub("", text) if text[-1:] == "s" else text
    text = text if plain else text.translate(_GREEK_TABLE)
    key = (text if plain and text.isalnum() else _DROPPED.sub("", text)).casefold()
    return _SAME.get(key, key)
