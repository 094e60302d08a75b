"""The words beside a name, and the cues among them."""

from collections.abc import Iterator

from broadsheet.extract.facts.systems.candidates import Place
from broadsheet.extract.facts.systems.lexicon import CUES
from broadsheet.extract.facts.systems.spelled import Written
from broadsheet.extract.facts.systems.words import Words, sentence_start

_CUE_WORDS = 7  # before a name, that are looked at for a cue


def beside(place: Place, long_form: Written | None, first: bool) -> Iterator[str]:
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


def _gap(words: Words, at: int) -> str:
    whole = words.starts[at] + len(words.lower[at])
    following = words.starts[at + 1] if at + 1 < len(words.starts) else len(words.text)
    return "".join(words.text[whole:following].split())[:2]
