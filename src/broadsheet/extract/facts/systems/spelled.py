"""The long form of a candidate: where it stands, and how it is written beside the name."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from broadsheet.extract.facts.systems import long_forms
from broadsheet.extract.facts.systems.candidates import Candidate, Place
from broadsheet.extract.facts.systems.long_forms import LongForm
from broadsheet.extract.facts.systems.words import Words, sentence_start

_MOST_PLACES = 6
_DEAREST_IN_TITLE = 2.5
_CHEAP = 0.6
_PHRASE_END = re.compile(r"$|[:?!]|\s(?:via|for|with|by|using|in|through)\b", re.IGNORECASE)
_SAID = re.compile(
    r",? (?:which |that )?(?:or|short for|stands for|standing for|is short for|denotes|i\.e\.,?) (?:the )?"
    r"|: (?:[Aa]n? )?| [–—-] (?:[Aa]n? )?"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A long form as it stands in the text."""

    words: Words
    first: int
    last: int
    text: str


def long_form_of(one: Candidate, title: Words) -> tuple[Written | None, str]:
    """Find the long form, and tell how it is written: `before` the name in brackets, in a `bracket` after it …"""
    if one.length > 2:
        return None, "none"
    for place in one.places[:_MOST_PLACES]:
        how, form = _beside_name(place)
        if form and place.text not in (text := place.words.text[form.start : form.end]) and ":" not in text:
            return _written(place.words, form), how + str(min(int(form.cost * 2), 3))
    form = _of_title(one.places[0], title)
    return (_written(title, form), "title") if form else (None, "none")


def told_in_title(long_form: Written | None, place: Place, title: Words) -> str:
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


def _beside_name(place: Place) -> tuple[str, LongForm | None]:
    words, text = place.words, place.words.text
    start, end = place.start, place.end
    if start and text[start - 1] == "(" and text[end : end + 1] in (")", ",", ";", ":", " "):
        return "before", long_forms.before(
            place.text, text, start - 1, words.starts[sentence_start(words, place.first)]
        )
    if text[end : end + 2] == " (" or text[end : end + 1] == "(":
        close = text.find(")", end, end + 200)
        return "bracket", long_forms.whole(place.text, text, text.find("(", end) + 1, close) if close > 0 else None
    said = _SAID.match(text, end)
    if said and (said[0][-2] not in ":–—-" or (words.where == "title" and place.first == 0)):
        form = long_forms.after(place.text, text, said.end(), len(text))
        return "said", form if form and (words.where == "abstract" or _ends_well(form, words)) else None
    return "none", None


def _ends_well(form: LongForm, title: Words) -> bool:
    if form.cost <= _CHEAP:
        return True
    return form.cost < _DEAREST_IN_TITLE and _PHRASE_END.match(title.text, form.end) is not None


def _of_title(place: Place, title: Words) -> LongForm | None:
    """What in the title spells a name that the abstract leaves unexplained."""
    name = place.text
    if place.words is title or not title.starts or sum(map(str.isupper, name)) < 3:
        return None
    begin = title.starts[1] if title.lower[0] in ("a", "an", "the") and len(title.starts) > 1 else 0
    form = long_forms.after(name, title.text, begin, len(title.text), heads=False)
    if form is not None and form.cost <= _DEAREST_IN_TITLE and name not in title.text[form.start : form.end]:
        return form if form.cost <= _CHEAP or _PHRASE_END.match(title.text, form.end) else None
    for start, word in zip(title.starts, title.lower, strict=True):
        if start > begin and word[0] == name[0].lower():
            form = long_forms.after(name, title.text, start, len(title.text), heads=False)
            if form is not None and form.cost <= _CHEAP / 2 and name not in title.text[form.start : form.end]:
                return form
    return None


def _written(words: Words, form: LongForm) -> Written:
    first = max(bisect_right(words.starts, form.start) - 1, 0)
    last = max(bisect_left(words.starts, form.end) - 1, first)
    return Written(words, first, last, words.text[form.start : form.end])
