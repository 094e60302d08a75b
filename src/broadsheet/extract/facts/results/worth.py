"""Whether a sentence may have a figure: a cheap look, since most have none and cutting them into tokens takes its time.

What is passed over here would give no figure; what is not passed over may still give none.
"""

import re

from broadsheet.extract.facts.results.figures import NUMBER_WORDS
from broadsheet.extract.facts.results.unit_table import COUNTED, SCALES, SCORES, SYMBOLS, WORDS
from broadsheet.extract.facts.results.word_list import words_in
from broadsheet.extract.facts.text import Sentence

_DIGIT = re.compile(r"\d")
# A digit that is part of no word (`GPT-4`, `Qwen2.5`); behind these letters it may stand all the same, as behind
# commands of TeX.
_NUMBER = re.compile(
    r"\d(?:(?<![^\W_]\d)(?<![^\W_][-‑'’.]\d)|(?<=[x×X]\d)|(?<=[ip]m\d)|(?<=ox\d)|(?<=eq\d)|(?<=by\d)|(?<=of\d))"
)
# The space before them lets the search skip from word to word.
_IN_WORDS = re.compile(
    r" (?:two|three|four|five|six|seven|eight|nine|ten|one|twenty|thirty|forty|fifty|sixty|hundred|hal[fv]|doubl|tripl"
    r"|quadrupl|twice|third|quarter|order|rank|place)"
)
_ALONE = re.compile(
    r"hal[fv]|doubl|tripl|quadrupl|twice|third|quarter|tenth|fifth|factor|rders?\W{1,9}of\W{1,9}magnitude"
)
_RANKED = re.compile(r"\b(?:first|second|fourth|fifth|sixth)\b")
_COUNT = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b\s?([a-z]+)?")
_LETTERS = re.compile(r"[a-z]+")
_UNITS = frozenset(
    letters[0]
    for table in (COUNTED, SCALES, SCORES, SYMBOLS, WORDS)
    for name in table
    if (letters := _LETTERS.match(name.lower()))
) | words_in(
    """
    percent percentage per pct point points pts pp pps absolute relative times fold order orders approx sim simeq l r x
    """
)


def may_have_figures(sentence: Sentence) -> bool:
    """Tell whether it is worth to cut a sentence into tokens."""
    text = sentence.text
    if _DIGIT.search(text):
        return "\\" in text or _NUMBER.search(text) is not None or _says_number(sentence.lower)
    return "fold" in text or (_IN_WORDS.search(text) is not None and _says_number(sentence.lower))


def _says_number(text: str) -> bool:
    if "fold" in text or _ALONE.search(text):
        return True
    if ("rank" in text or "plac" in text) and _RANKED.search(text):
        return True
    return any(not unit[1] or unit[1] in _UNITS for unit in _COUNT.finditer(text))
