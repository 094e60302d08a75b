"""The words beside a name, and the cues among them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from broadsheet.extract.facts.systems.candidates import Place
from broadsheet.extract.facts.systems.lexicon import CUES
from broadsheet.extract.facts.systems.spelled import Written
from broadsheet.extract.facts.systems.words import Words, sentence_start

_CUE_WORDS = 7  # before a name, that are looked at for a cue
_NEAR = 3  # words


def beside(place: Place, long_form: Written | None, first: bool) -> list[str]:
    """The words before and after; of `Long Form (LF)` those before the long form."""
    words, begin, end = place.words, place.first, place.last
    if long_form is not None and long_form.words is words:
        if long_form.last < begin <= long_form.last + 2:
            begin = long_form.first
        elif end < long_form.first <= end + 2:
            end = long_form.last
    lower, sentences = words.lower, words.sentences
    opening = sentence_start(words, begin)
    closing = bisect_right(sentences, sentences[begin])
    left = lower[begin - 1] if begin > opening else "^"
    farther_left = lower[begin - 2] if begin - 1 > opening else "^"
    right = lower[end + 1] if end + 1 < closing else "^"
    farther_right = lower[end + 2] if end + 2 < closing else "^"
    gap_left, gap_right = _gap(words, begin - 1) if begin else "^", _gap(words, end)
    found = [
        f"l1={left}",
        f"l2={farther_left}",
        f"r1={right}",
        f"r2={farther_right}",
        f"l={farther_left} {left}",
        f"r={right} {farther_right}",
        f"gaps={gap_left} {gap_right}",
        f"both={left} {gap_left} {gap_right} {right}",
        f"opening={lower[opening]}",
        f"rg={gap_right}",
    ]
    if begin:
        found.append(f"lg={gap_left}")
    if first:
        found += (f"first opening={' '.join(lower[opening : opening + 2])}", f"first l1={left}", f"first r1={right}")
    found += _cues(lower[max(begin - _CUE_WORDS, opening) : begin], first)
    return found


def _cues(before: Sequence[str], first: bool) -> Iterator[str]:
    for distance, word in enumerate(reversed(before)):
        cue = CUES.get(word)
        if cue:
            yield f"cue={cue}"
            yield f"cue={cue}&{'near' if distance < _NEAR else 'far'}"
            if first:
                yield f"first cue={cue}"


def _gap(words: Words, at: int) -> str:
    whole = words.starts[at] + len(words.lower[at])
    following = words.starts[at + 1] if at + 1 < len(words.starts) else len(words.text)
    return "".join(words.text[whole:following].split())[:2]
