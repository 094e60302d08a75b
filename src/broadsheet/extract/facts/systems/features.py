"""What speaks for and against a candidate: where it stands, how it is written, what stands beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.extract.facts.systems.candidates import Candidate, Place, name_key
from broadsheet.extract.facts.systems.lexicon import SMALL
from broadsheet.extract.facts.systems.spelled import Written, long_form_of, told_in_title
from broadsheet.extract.facts.systems.surroundings import beside
from broadsheet.extract.facts.systems.words import Words, shape

_MOST_PLACES = 4
_NEAR = 120  # characters from a long form to its name
_KNOWN = 3  # 8 papers and more write the name: without a long form it is hardly new
_FAMOUS = 8  # 256 papers and more
_CAPITAL = {"capital"}
_OF_TITLE = frozenset({"chunk", "means", "suffix"})
_PROPOSED = frozenset(f"cue={cue}" for cue in ("propose", "introduce", "present", "develop", "name"))


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate with its features, the form it is shown in, and its long form."""

    candidate: Candidate
    place: Place  # the first one with that form
    features: list[str]
    around: set[str]  # features of the words beside it, and of nothing else
    shape: str
    title: str  # where in the title it stands
    known: int
    long: str  # how its long form is written
    told: str  # where in the title its long form stands
    in_abstract: bool
    long_form: str
    extents: list[tuple[int, int]]  # places in the abstract, each with its long form


@dataclass(frozen=True, slots=True)
class Known:
    """How many papers of the corpus write a name (as a power of two), and which words are common in lower case."""

    names: dict[str, int]
    common: frozenset[str]
    phrases: dict[str, int]  # capitalised phrases and long forms, in plain form


@dataclass(frozen=True, slots=True)
class Others:
    """What else the paper has."""

    prefix: str  # the name before the title's colon
    in_runs: set[str]
    singles: set[str]
    words: frozenset[str]  # of the abstract


def describe(found: Sequence[Candidate], title: Words, abstract: Words, known: Known) -> list[Described]:
    """Return every candidate with what speaks for and against it."""
    found = [one for one in found if _may_be(one, known)]
    shapes = list(map(_shape_of, found))
    both = list(zip(found, shapes, strict=True))
    others = Others(
        next((one.key for one, kind in both if kind == "odd" and "prefix" in one.sources), ""),
        {part for one, kind in both if kind == "odd phrase" for part in one.key.split(" ")},
        {one.key for one in found if one.length == 1},
        frozenset(abstract.lower),
    )
    return [_described(one, kind, (title, abstract), known, others) for one, kind in both]


def _may_be(one: Candidate, known: Known) -> bool:
    """Leave out what is hardly ever a name of the paper's own, since every candidate takes its time."""
    if "prefix" in one.sources:
        return True
    if one.length == 1:
        common = _commonness(one, one.places[0], known)
        if shape(one.places[0].text) == "odd":
            return common < _KNOWN or (common < _FAMOUS and (len(one.places) > 1 or _has_bracket(one.places[0])))
        return one.sources != _CAPITAL or (common == 0 and one.key not in known.common)
    return not one.sources <= _OF_TITLE or len(one.places) > 1 or _is_capitalised(one.places[0])


def _has_bracket(place: Place) -> bool:
    text = place.words.text
    return text[place.start - 1 : place.start] == "(" or text[place.end : place.end + 2] == " ("


def _is_capitalised(place: Place) -> bool:
    return all(shape(word) != "lower" or word in SMALL for word in place.words.words[place.first : place.last + 1])


def _shape_of(one: Candidate) -> str:
    words = one.places[0].words.words[one.places[0].first : one.places[0].last + 1]
    shapes = [shape(word) for word in words]
    if len(shapes) == 1:
        return shapes[0]
    if all(each == "lower" for each in shapes):
        return "small phrase"
    return "phrase" if "odd" not in shapes else "odd phrase"


def _described(one: Candidate, shape_of: str, texts: tuple[Words, Words], known: Known, others: Others) -> Described:
    title, abstract = texts
    place = shown(one)
    in_abstract = [each for each in one.places if each.words is abstract]
    stands = _title_place(one, title)
    common = _commonness(one, place, known)
    long_form, how = long_form_of(one, title)
    told = told_in_title(long_form, place, title) if shape_of == "odd" else "no"
    around = _around(in_abstract, long_form, abstract)
    features = [
        *_standing(one, shape_of, stands, len(in_abstract)),
        *_known(shape_of, stands, common, one.length == 1 and one.key in known.common),
        *_written(one, place, shape_of),
        *_among(one, shape_of, stands, others),
        *_spelled(how, told, stands, common),
    ]
    if one.length > 1:
        features += _of_phrase(place, shape_of, stands, known, others)
    if long_form is not None:
        features.append(f"long known={known.phrases.get(plain(long_form.text), 0)}")
    if not _PROPOSED.isdisjoint(around):
        features += ["proposed", f"proposed&{shape_of}", f"proposed&long={how}"]
    return Described(
        one,
        place,
        features,
        around,
        shape_of,
        stands,
        common,
        how[:6],
        told,
        bool(in_abstract),
        long_form.text if long_form else "",
        _extents(in_abstract, long_form),
    )


def _extents(places: Sequence[Place], long_form: Written | None) -> list[tuple[int, int]]:
    if long_form is None:
        return [(place.start, place.end) for place in places[:_MOST_PLACES]]
    begin = long_form.words.starts[long_form.first]
    return [
        (begin if long_form.words is place.words and 0 < place.start - begin < _NEAR else place.start, place.end)
        for place in places[:_MOST_PLACES]
    ]


def _of_phrase(place: Place, kind: str, stands: str, known: Known, others: Others) -> Iterator[str]:
    """Whether a phrase reads as a name: how its words are written, and whether others write them too."""
    words = place.words
    lower = words.lower[place.first : place.last + 1]
    level = known.phrases.get(plain(place.text), 0)
    yield f"phrase known={level}"
    yield f"phrase known={min(level, 4)}&{stands}"
    spoken = sum(word in others.words for word in lower)
    spoken_of = "all" if spoken == len(lower) else "none" if not spoken else "some"
    yield f"spoken={spoken_of}&{stands}"
    initials = "".join(word[0] for word in lower if word not in SMALL)
    shortened = initials in others.singles
    yield f"shortened={shortened}&{kind}"
    if place.words.where == "title" or stands != "no":
        yield f"alone={place.first == 0 and place.last == len(words.lower) - 1}&{stands}"
        yield f"singles={min(len(others.singles), 3)}&{stands}"
        yield f"shortened={shortened}&{stands}"
        yield f"first letters={words.words[place.first][-3:]}&{stands}"
        yield f"last letters={lower[-1][-3:]}&{stands}"
        yield f"capitalised={_is_capitalised(place)}&{stands}"


def plain(phrase: str) -> str:
    """A phrase without case, hyphens and plurals, as the corpus was counted."""
    words = phrase.lower().replace("-", " ").replace("–", " ").split()
    return " ".join([word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word for word in words])


def _standing(one: Candidate, kind: str, stands: str, count: int) -> Iterator[str]:
    yield f"shape={kind}"
    yield f"title={stands}"
    yield f"title={stands}&{kind}"
    yield f"title={stands}&{kind}&{min(count, 2)}"
    for source in one.sources:
        yield f"source={source}"
        yield f"source={source}&{kind}"
    yield f"places={min(count, 5)}&{kind}"


def _known(kind: str, stands: str, common: int, small: bool) -> Iterator[str]:
    yield f"known={common}"
    yield f"known={common}&{stands}"
    yield f"known={common}&{kind}"
    yield f"common={small}&{kind}"


def _written(one: Candidate, place: Place, kind: str) -> Iterator[str]:
    word = place.text
    yield f"length={one.length}&{kind}"
    yield f"letters={min(len(word), 12) if one.length == 1 else 0}"
    if one.length > 1:
        yield f"head={place.words.lower[place.last]}"
        yield f"start={place.words.lower[place.first]}"
        return
    if word.isupper():
        yield "all capitals"
    if any(map(str.isdigit, word)):
        yield "digit"
    if "-" in word:
        yield "hyphen"


def _among(one: Candidate, kind: str, stands: str, others: Others) -> Iterator[str]:
    prefix = others.prefix
    if prefix and stands != "prefix":
        yield f"another prefix&{kind}"
        if one.length == 1 and kind == "odd":
            yield f"kin={_kin(one.key, prefix)}"
    if one.length == 1 and one.key in others.in_runs:
        yield "in a run"
    if one.length > 1 and any(name_key(part) in others.singles for part in one.key.split(" ")):
        yield f"holds a single&{kind}"


def _kin(name: str, prefix: str) -> str:
    """How a name is like the one before the title's colon: `SCALE-Route` and `SCALE`, `DF3DV-41` and `DF3DV-1K`."""
    if prefix in name:
        return "begins" if name.startswith(prefix) else "holds"
    if name in prefix:
        return "part"
    stem = next((at for at, (mine, its) in enumerate(zip(name, prefix, strict=False)) if mine != its), 0)
    return str(min(stem, 4)) if stem > 1 else "none"


def _spelled(how: str, told: str, stands: str, common: int) -> Iterator[str]:
    fame = "known" if common > 3 else "new"
    yield f"long={how}"
    yield f"long={how}&{stands}"
    if how != "none":
        yield f"long={how}&{fame}"
    yield f"told={told}"
    yield f"told={told}&{fame}"
    yield f"told={told}&long={how[:3]}"


def _around(places: Sequence[Place], long_form: Written | None, abstract: Words) -> set[str]:
    """What tells of the words beside a name, and of nothing else."""
    if not places:
        return set()
    sentence = abstract.sentences[places[0].first]
    around = {
        f"first={min(int(5 * (sentence + 0.5) / (abstract.last_sentence + 1)), 4)}",
        f"sentence={min(sentence, 6)}",
    }
    if long_form is not None:
        around.add(f"long head={long_form.words.lower[long_form.last]}")
    for number, place in enumerate(places[:_MOST_PLACES]):
        around.update(beside(place, long_form, number == 0))
    return around


def shown(one: Candidate) -> Place:
    """The place whose way of writing is shown: the most frequent one, of the abstract where it is there."""
    counts: dict[str, float] = {}
    for each in one.places:
        counts[each.text] = counts.get(each.text, 0) + (1 if each.words.where == "abstract" else 0.9)
    best = max(counts, key=lambda text: counts[text])
    head = one.places[0]
    if one.length > 1 and one.sources & _OF_TITLE and head.words.where == "title" and _is_capitalised(head):
        return head
    # A title in capitals tells nothing of how the name is written.
    if "prefix" in one.sources and not (head.text.isupper() and head.text != best and best.upper() == head.text):
        return head
    return next(each for each in one.places if each.text == best)


def _title_place(one: Candidate, title: Words) -> str:
    if "prefix" in one.sources:
        return "prefix"
    if not any(each.words is title for each in one.places):
        return "no"
    for source in ("chunk", "means", "suffix"):
        if source in one.sources:
            return source
    return "start" if one.places[0].first == 0 else "inside"


def _commonness(one: Candidate, place: Place, known: Known) -> int:
    if one.length == 1:
        text = place.text
        single = text[:-1] if text[-1] == "s" and text[-2:-1].isupper() else text
        return max(known.names.get(text, 0), known.names.get(single, 0), known.names.get(one.key, 0))
    return min(known.names.get(word, 0) for word in place.words.words[place.first : place.last + 1])
