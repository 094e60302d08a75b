"""What is known of a name that may be a dataset's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.extract.facts.datasets.candidates import HEADS, Around, Row, Run, around, parts, rows
from broadsheet.extract.facts.text import PaperText, Sentence
from broadsheet.extract.tex_tables import words
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact

_MODELS = words(
    "model models network networks method methods algorithm framework architecture backbone agent transformer loss "
    "module approach gpu gpus telescope instrument satellite mission collaboration observations spectrograph"
)
_STEMS = {
    stem: re.compile(rf"\b{stem}")
    for stem in words(
        "experiment evaluat dataset benchmark outperform achiev train propos introduc present corpus corpora survey "
        "catalog test compar releas construct collect"
    )
}
_SHAPE = re.compile(r"[A-Z]+|[a-z]+|[0-9]+")
_ENDING = re.compile(
    r"(?:Bench|QA|Net|Eval|[0-9]{2,4}[kKM]|-[A-Z]{1,3}|VQA|DR[0-9]+|Task|Challenge|Survey|GPT|LLM|BERT|LM)$"
)
_LEVELS = (0.03, 0.08, 0.15, 0.25, 0.4, 0.6)
_COUNTS = (1, 2, 4, 8, 20, 60)

# Key of a name to (papers in which it is expected to be a dataset, papers that have it).
Known = Mapping[str, tuple[float, float]]


@dataclass(slots=True)
class Described:
    """A stretch of title or abstract, and what is known of it."""

    run: Run
    start: int  # offset into the sentence
    name: str
    features: frozenset[str]


def describe(text: PaperText, systems: Sequence[Fact], known: Known | None) -> list[Described]:
    """Return every name that may be a dataset's, as often as it stands there.

    That is a name that is known, or stands beside one or beside such words as "benchmark". Without `known`, all names.
    """
    own = {entity_key(fact.text): fact.confidence for fact in systems}
    found: list[Described] = []
    for row in rows(text):
        if known is None or _is_worth(row, known):
            found += _of_row(row, own, known)
    return found


def _is_worth(row: Row, known: Known) -> bool:
    """Tell cheaply whether any of its names may be described."""
    return row.among_heads or any(map(known.__contains__, map(entity_key, _with_parts(row))))


def _with_parts(row: Row) -> Iterator[str]:
    for name in row.names():
        yield name
        if " " in name:
            tokens = name.split(" ")
            for cut in range(1, len(tokens)):
                yield " ".join(tokens[:cut])
                yield " ".join(tokens[cut:])


def _of_row(row: Row, own: Mapping[str, float], known: Known | None) -> Iterator[Described]:
    shared: frozenset[str] | None = None
    names = known or {}
    for run in row.runs():
        may_be = known is None or _may_be(run, known)
        for first, last in parts(run):
            key = entity_key(run.name(first, last))
            if len(key) < 2 or not (may_be or key in names):
                continue
            part = first > 0 or last < len(run.tokens)
            if part and key not in names and not _is_usual_part(run, first, last):
                continue
            if shared is None:
                shared = frozenset((*_of_place(run.outer, "o"), *_of_sentence(run.sentence)))
            yield _described(run, first, last, shared | _of_own(own.get(key)), names)


def _may_be(run: Run, known: Known) -> bool:
    around_it = (*run.outer.left, *run.outer.right)
    if not HEADS.isdisjoint(around_it) or (run.more and entity_key(" ".join(run.tokens)) in known):
        return True
    return any(entity_key(member) in known for member in run.members)


def _described(run: Run, first: int, last: int, shared: frozenset[str], known: Known) -> Described:
    whole = last == len(run.tokens)
    name = run.name(first, last)
    part = first > 0 or not whole
    start = run.start + sum(len(token) + 1 for token in run.tokens[:first])
    alone = len(run.members) == 1
    near = run.outer if alone and not part else around(run.sentence.text, start, start + len(name))
    features = {
        *shared,
        *_of_name(name, last - first),
        *_of_place(near, "n"),
        *_of_known(_counts(run, first, last, known), "k"),
    }
    others = () if alone else [known.get(entity_key(member), (0, 0)) for member in run.members if member != run.text]
    features |= _of_known(max(others, key=_share), "m") if others else {"alone"}
    if part:
        features.add("part=front" if first == 0 else "part=back")
        rest = run.tokens[last] if not whole else run.tokens[first - 1]
        features.add("beside=" + ("number" if rest[0].isdigit() else "name"))
    return Described(run, start, name, frozenset(features))


def _counts(run: Run, first: int, last: int, known: Known) -> tuple[float, float]:
    """What is known of a name, or of the one that it writes several of (`CIFAR-10, -20`)."""
    counts = known.get(entity_key(run.name(first, last)))
    return counts or known.get(entity_key(" ".join(run.tokens[first:last])), (0, 0))


def _of_sentence(sentence: Sentence) -> set[str]:
    lower = sentence.lower
    stems = [stem for stem, pattern in _STEMS.items() if stem in lower and pattern.search(lower)]
    return {f"where={sentence.where}", *(f"s={stem}" for stem in stems)}


def _is_usual_part(run: Run, first: int, last: int) -> bool:
    """Without the number behind, or without the first word."""
    return (first == 0 and last == len(run.tokens) - 1 and run.tokens[last][0].isdigit()) or (
        first == 1 and last == len(run.tokens)
    )


@lru_cache(maxsize=65_536)
def _of_name(name: str, tokens: int) -> frozenset[str]:
    ending = _ENDING.search(name)
    shape = _SHAPE.sub(lambda match: "A" if match[0].isupper() else "a" if match[0].isalpha() else "0", name)
    names = {
        f"tokens={min(tokens, 4)}",
        f"shape={shape[:7]}",
        f"end={ending[0].lower().lstrip('0123456789') if ending else ''}",
        f"letters={min(len(name), 12) // 3}",
        f"first={name[:3]}",
    }
    return frozenset(names)


def _of_place(place: Around, prefix: str) -> set[str]:
    left, right = place.left, place.right
    features = {f"{prefix}l1={left[0] if left else '^'}", f"{prefix}r1={right[0] if right else '$'}"}
    features.add(f"{prefix}l2={left[1] if len(left) > 1 else '^'}")
    features.add(f"{prefix}l12={' '.join(left[1::-1])}")
    features.add(f"{prefix}r2={right[1] if len(right) > 1 else '$'}")
    for distance, word in enumerate(right[:4]):
        if word in HEADS:
            features |= {f"{prefix}head={word}", f"{prefix}headat={min(distance, 2)}"}
            break
        if word in _MODELS:
            features.add(f"{prefix}model")
            break
        if not word.isalpha():
            break
    for word in left[:4]:
        if word in HEADS:
            features.add(f"{prefix}lefthead={word}")
            break
    return features


@lru_cache(maxsize=4_096)
def _of_known(counts: tuple[float, float], prefix: str) -> frozenset[str]:
    called, total = counts
    if not total:
        return frozenset([f"{prefix}=none"])
    level = sum(_share(counts) >= step for step in _LEVELS)
    count = sum(called >= step for step in _COUNTS)
    return frozenset([f"{prefix}share={level}", f"{prefix}count={count}", f"{prefix}={level},{count}"])


def _share(counts: tuple[float, float]) -> float:
    return counts[0] / (counts[1] + 2)


def _of_own(confidence: float | None) -> set[str]:
    if confidence is None:
        return set()
    return {"own", "own=sure" if confidence >= 0.6 else "own=unsure"}
