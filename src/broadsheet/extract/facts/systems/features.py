"""What speaks for and against a candidate: where it stands, how it is written, what stands beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.extract.facts.systems import long_forms
from broadsheet.extract.facts.systems.candidates import Candidate, Place, name_key
from broadsheet.extract.facts.systems.lexicon import CUES
from broadsheet.extract.facts.systems.long_forms import LongForm
from broadsheet.extract.facts.systems.words import Words, shape

# The features that tell of the words around a name, and of nothing else.
_AROUND = (
    *(
        f"{first}{name}="
        for first in ("", "first ")
        for name in ("l1", "l2", "r1", "r2", "l", "r", "lg", "rg", "gaps", "both", "opening", "cue")
    ),
    "long head=",
    "places=",
    "first=",
    "sentence=",
)
_MOST_PLACES = 5
_CUE_WORDS = 7  # before a name, that are looked at for a cue


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate with its features, the form it is shown in, and its long form."""

    candidate: Candidate
    place: Place  # the first one with that form
    features: list[str]
    shape: str
    title: str  # where in the title it stands
    known: int
    long: str  # how its long form is written
    told: str  # where in the title its long form stands
    in_abstract: bool
    long_form: str


@dataclass(frozen=True, slots=True)
class Known:
    """How many papers of the corpus write a name (as a power of two), and which words are common in lower case."""

    names: dict[str, int]
    common: frozenset[str]


def is_around(feature: str) -> bool:
    """Tell whether a feature tells of the words around a name, and of nothing else."""
    return feature.startswith(_AROUND)


def describe(found: Sequence[Candidate], title: Words, abstract: Words, known: Known) -> list[Described]:
    """Return every candidate with what speaks for and against it."""
    prefixed = any("prefix" in one.sources and _shape_of(one) == "odd" for one in found)
    in_runs = {key for one in found if _shape_of(one) == "odd phrase" for key in map(name_key, one.key.split(" "))}
    singles = {one.key for one in found if one.length == 1}
    return [_described(one, title, abstract, known, (prefixed, in_runs, singles)) for one in found]


def _shape_of(one: Candidate) -> str:
    words = one.places[0].words.words[one.places[0].first : one.places[0].last + 1]
    shapes = [shape(word) for word in words]
    if len(shapes) == 1:
        return shapes[0]
    if all(each == "lower" for each in shapes):
        return "small phrase"
    return "phrase" if "odd" not in shapes else "odd phrase"


def _described(
    one: Candidate, title: Words, abstract: Words, known: Known, others: tuple[bool, set[str], set[str]]
) -> Described:
    kind = _shape_of(one)
    place = shown(one)
    in_abstract = [each for each in one.places if each.words is abstract]
    features = [f"shape={kind}"]
    add = features.append
    in_title = _title_place(one, title)
    add(f"title={in_title}")
    add(f"title={in_title}&{kind}")
    add(f"title={in_title}&{kind}&{min(len(in_abstract), 2)}")
    for source in one.sources:
        add(f"source={source}")
        add(f"source={source}&{kind}")
    add(f"places={min(len(in_abstract), 5)}&{kind}")
    commonness = _commonness(one, place, known)
    add(f"known={commonness}")
    add(f"known={commonness}&{in_title}")
    add(f"known={commonness}&{kind}")
    small = one.length == 1 and one.key in known.common
    add(f"common={small}&{kind}")
    add(f"length={one.length}&{kind}")
    word = place.text
    add(f"letters={min(len(word), 12) if one.length == 1 else 0}")
    if one.length == 1:
        if word.isupper():
            add("all capitals")
        if any(map(str.isdigit, word)):
            add("digit")
        if "-" in word:
            add("hyphen")
    else:
        add(f"head={place.words.lower[place.last]}")
        add(f"start={place.words.lower[place.first]}")
    prefixed, in_runs, singles = others
    if prefixed and in_title != "prefix":
        add(f"another prefix&{kind}")
    if one.length == 1 and one.key in in_runs:
        add("in a run")
    if one.length > 1 and any(name_key(part) in singles for part in one.key.split(" ")):
        add(f"holds a single&{kind}")
    long_form, how = _long_form(one)
    add(f"long={how}")
    add(f"long={how}&{in_title}")
    if how != "none":
        add(f"long={how}&{'known' if commonness > 3 else 'new'}")
    told = _in_title(long_form, place, title) if kind == "odd" else "no"
    add(f"told={told}")
    add(f"told={told}&{'known' if commonness > 3 else 'new'}")
    add(f"told={told}&long={how[:3]}")
    if long_form is not None:
        add(f"long head={long_form.words.lower[long_form.last]}")
    if in_abstract:
        first = in_abstract[0]
        sentence = abstract.sentences[first.first]
        add(f"first={min(int(5 * (sentence + 0.5) / (abstract.last_sentence + 1)), 4)}")
        add(f"sentence={min(sentence, 6)}")
    cues: set[str] = set()
    for number, each in enumerate(in_abstract[:_MOST_PLACES]):
        cues.update(_beside(each, long_form, number == 0))
    features.extend(cues)
    for cue in ("cue=propose", "cue=introduce", "cue=present", "cue=develop", "cue=name"):
        if cue in cues:
            add("proposed")
            add(f"proposed&{kind}")
            add(f"proposed&long={how}")
            break
    words = long_form.text if long_form else ""
    return Described(one, place, features, kind, in_title, commonness, how[:6], told, bool(in_abstract), words)


def shown(one: Candidate) -> Place:
    """The place whose way of writing is shown: the most frequent one, of the abstract where it is there."""
    counts: dict[str, float] = {}
    for each in one.places:
        counts[each.text] = counts.get(each.text, 0) + (1 if each.words.where == "abstract" else 0.9)
    best = max(counts, key=lambda text: counts[text])
    head = one.places[0]
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
        return max(known.names.get(place.text, 0), known.names.get(one.key, 0))
    return min(known.names.get(word, 0) for word in place.words.words[place.first : place.last + 1])


def _beside(place: Place, long_form: "Written | None", first: bool) -> Iterator[str]:
    """The words before and after; of `Long Form (LF)` those before the long form."""
    words, begin, end = place.words, place.first, place.last
    if long_form is not None and long_form.words is words and long_form.last < begin <= long_form.last + 2:
        begin = long_form.first
    if long_form is not None and long_form.words is words and end < long_form.first <= end + 2:
        end = long_form.last
    sentence = words.sentences[begin]
    before = [
        words.lower[at] if at >= 0 and words.sentences[at] == sentence else "^"
        for at in range(begin - 1, begin - 3, -1)
    ]
    after = [
        words.lower[at] if at < len(words.lower) and words.sentences[at] == sentence else "^"
        for at in range(end + 1, end + 3)
    ]
    yield f"l1={before[0]}"
    yield f"l2={before[1]}"
    yield f"r1={after[0]}"
    yield f"r2={after[1]}"
    yield f"l={before[1]} {before[0]}"
    yield f"r={after[0]} {after[1]}"
    gaps = (_gap(words, begin - 1) if begin else "^", _gap(words, end))
    yield f"gaps={gaps[0]} {gaps[1]}"
    yield f"both={before[0]} {gaps[0]} {gaps[1]} {after[0]}"
    opening = sentence_start(words, begin)
    yield f"opening={words.lower[opening]}"
    if first:
        yield f"first opening={' '.join(words.lower[opening : opening + 2])}"
    if begin:
        yield f"lg={_gap(words, begin - 1)}"
    yield f"rg={_gap(words, end)}"
    if first:
        yield f"first l1={before[0]}"
        yield f"first r1={after[0]}"
    for at in range(begin - 1, max(begin - 1 - _CUE_WORDS, -1), -1):
        if words.sentences[at] != sentence:
            break
        cue = CUES.get(words.lower[at])
        if cue:
            yield f"cue={cue}"
            yield f"cue={cue}&{'near' if begin - at < 4 else 'far'}"
            if first:
                yield f"first cue={cue}"


def sentence_start(words: Words, at: int) -> int:
    """The first word of a word's sentence."""
    while at and words.sentences[at - 1] == words.sentences[at]:
        at -= 1
    return at


def _gap(words: Words, at: int) -> str:
    whole = words.starts[at] + len(words.lower[at])
    following = words.starts[at + 1] if at + 1 < len(words.starts) else len(words.text)
    return "".join(words.text[whole:following].split())[:2]


@dataclass(frozen=True, slots=True)
class Written:
    """A long form as it stands in the text."""

    words: Words
    first: int
    last: int
    text: str


def _long_form(one: Candidate) -> tuple[Written | None, str]:
    if one.length > 2:
        return None, "none"
    for place in one.places:
        found = _at_bracket(place)
        if found:
            how, form = found
            if form:
                return _written(place.words, form), how + str(min(int(form.cost * 2), 3))
    return None, "none"


def _in_title(long_form: Written | None, place: Place, title: Words) -> str:
    """Where in the title the long form stands, or words that spell the name."""
    if not title.starts:
        return "no"
    lower = title.text.lower()
    begin = title.starts[1] if len(title.starts) > 1 and title.lower[0] in ("a", "an", "the", "towards", "on") else 0
    if long_form is not None:
        phrase = long_form.text.lower().rstrip("s")
        at = lower.find(phrase)
        if at >= 0:
            after = lower[at + len(phrase) :].lstrip("s")[:1]
            return ("begins" if at == begin else "stands") + after.strip()
        return "not there"
    if place.words is title or len(place.text) < 3:
        return "no"
    form = long_forms.after(place.text, title.text, begin, len(title.text))
    return "no" if form is None or form.cost > 1 else "spelled"


def _at_bracket(place: Place) -> tuple[str, LongForm | None] | None:
    words, text = place.words, place.words.text
    start, end = place.start, place.end
    if start and text[start - 1] == "(" and text[end : end + 1] in (")", ",", ";", ":", " "):
        sentence = words.sentences[place.first]
        begin = place.first
        while begin and words.sentences[begin - 1] == sentence:
            begin -= 1
        return "before", long_forms.before(place.text, text, start - 1, words.starts[begin])
    if text[end : end + 2] == " (" or text[end : end + 1] == "(":
        close = text.find(")", end, end + 200)
        if close > 0:
            return "bracket", long_forms.after(place.text, text, end + 1, close)
    if words.where == "title" and place.first == 0 and text[end : end + 1] == ":":
        return "title", long_forms.after(place.text, text, end + 1, len(text))
    return None


def _written(words: Words, form: LongForm) -> Written:
    first = next((at for at, start in enumerate(words.starts) if start + len(words.lower[at]) > form.start), 0)
    last = next(
        (at for at in range(first, len(words.starts)) if words.starts[at] + len(words.lower[at]) >= form.end), first
    )
    return Written(words, first, last, words.text[form.start : form.end])
