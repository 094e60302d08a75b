"""The line that says what the paper is or does: a run of its own words, for a column of a table."""

import re
from collections.abc import Sequence

from broadsheet.extract.facts.text import PaperText, Sentence
from broadsheet.model.facts import Fact

LONGEST = 160  # characters
_SHORTEST = 15
_SENTENCES = 40

_PROPOSING = (
    r"(?:propos(?:e|es|ed)|introduc(?:e|es|ed)|presents?|presented|develop(?:s|ed)?|design(?:s|ed)?|devised?|describes?"
    r"|releases?|proves?|show|shows|demonstrates?|stud(?:y|ies)|investigates?|analy[sz]es?|examines?|explores?|reports?"
    r"|establish(?:es)?|reviews?|surveys?|provides?|formulates?|consider|derive|construct|address|argue|find|offer|build)"
)
_WHO = (
    r"(?:we|this (?:paper|work|article|study|survey|review|report|letter|thesis)"
    r"|the (?:present )?(?:paper|work|study|authors))"
)
# Of sentences in lower case.
# What the verbs of the first rank begin is nearly always the line; of those of the second, often.
_FIRST = re.compile(
    rf"\b{_WHO}(?: (?:here|then|also|therefore|thus|further|first|now|hence|instead))? "
    r"(?:propos|introduc|present|develop|design|devis|releas|describ|prove|review|survey)\w*\b"
)
_SECOND = re.compile(rf"\b{_WHO}(?: [a-z]+ly| here| then| also| first)? {_PROPOSING}\b")
_OPENING = re.compile(
    r"(?:in this|this|our) (?:paper|work|article|study|letter|survey|review|report)|here,? we|to this end"
)
_WORDS_BEFORE = re.compile(r"\s*(?::|,|that|how|to)?\s*")
_NAMED = re.compile(
    r"\)?['’\"”*]{0,2}(?:\s?\([^()]{1,80}\))?(?:,|:|\s[–—-])?\s(?:which\s)?(?:is\s)?(?=(?:an?|the first|our)\s)"
)
_BORDER = re.compile(r"[;:—,]|\s[–-]\s|\s\(|\s(?=(?:which|that|where|while|whose)\s)")
_WEAK_BORDER = re.compile(r"\s(?=(?:by|using|via|with|for|and|to|in|on|through|from|under|without)\s)")
_CODE = re.compile(
    r"\s(?:our|the|all|source|code|experimental|numerical|extensive)\b(?:[\s,]\w{1,20}){0,3}?"
    r"\s(?:code|codes|results|experiments|weights)\b"
)
_FULL = re.compile(r"[.!?]['”\")\]]{0,3}$")
_DANGLING = re.compile(
    r"(?:[\s,;:(–—-]|\b(?:and|or|the|a|an|of|for|to|with|by|in|on|via|using|that|which|where|while|from|under|without"
    r"|through|as|its))+$"
)


def find_line(text: PaperText, systems: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find it: what the paper's own name is said to be, what "we propose", what stands behind the title's colon."""
    sentences = [one for one in text.sentences[: _SENTENCES + 1] if one.where == "abstract"]
    if found := _of_name(sentences, systems):
        return found
    openings = list(map(_opens, sentences))
    return (
        _of_verb(openings, sentences, _FIRST)
        or _of_verb(openings, sentences, _SECOND)
        or _of_title(text)
        or (_cut(sentences[0], 0, 0.2) if sentences else ())
    )


def _of_name(sentences: Sequence[Sentence], systems: Sequence[Fact]) -> tuple[Fact, ...]:
    """`We propose Name, a method that …`, `Name is a method that …`."""
    for system in systems[:2]:
        for sentence in sentences:
            at = sentence.text.find(system.text)
            found = _NAMED.match(sentence.text, at + len(system.text)) if at >= 0 else None
            line = _cut(sentence, found.end(), 0.9) if found else ()
            if line and len(line[0].text) >= 25:
                return line
    return ()


def _of_verb(openings: Sequence[bool], sentences: Sequence[Sentence], verb: re.Pattern[str]) -> tuple[Fact, ...]:
    """`We propose …`: in sentences that open as such do, and then in the others."""
    for wanted in (True, False):
        for opens, sentence in zip(openings, sentences, strict=True):
            found = verb.search(sentence.lower) if opens is wanted else None
            if found and not _CODE.match(sentence.text, found.end()):
                behind = _WORDS_BEFORE.match(sentence.text, found.end())
                line = _cut(sentence, behind.end() if behind else found.end(), 0.8 if verb is _FIRST else 0.6)
                if line:
                    return line
    return ()


def _opens(sentence: Sentence) -> bool:
    """Tell whether it begins as those do that say what the paper does."""
    beginning = sentence.lower[:60]
    return ("h" in beginning or "our" in beginning) and _OPENING.search(beginning) is not None


def _of_title(text: PaperText) -> tuple[Fact, ...]:
    head, colon, rest = text.title.partition(": ")
    if colon and len(rest) >= _SHORTEST:
        return _cut(Sentence("title", len(head) + 2, len(text.title), rest), 0, 0.5)
    return ()


def _cut(sentence: Sentence, begin: int, confidence: float) -> tuple[Fact, ...]:
    """Cut the sentence from a place on, where a clause ends, to at most LONGEST characters."""
    end = len(sentence.text) if len(sentence.text) - begin <= LONGEST else _last_border(sentence.text, begin)
    run = sentence.text[begin:end]
    run = _FULL.sub("", run)
    while (shorter := _without_end(run)) != run:
        run = shorter
    if len(run) < _SHORTEST:
        return ()
    start = sentence.start + begin
    return (Fact("line", run, sentence.where, start, start + len(run), confidence=confidence),)


def _last_border(text: str, begin: int) -> int:
    window = text[: begin + LONGEST]
    for border, least in ((_BORDER, LONGEST // 2), (_WEAK_BORDER, LONGEST // 3), (_BORDER, LONGEST // 4)):
        ends = [found.start() for found in border.finditer(window, begin + least)]
        ends = [end for end in ends if _whole(text[begin:end])]
        if ends:
            return ends[-1]
    space = window.rfind(" ", begin)
    return space if space > begin else len(window)


def _whole(run: str) -> bool:
    """Tell whether brackets and mathematics that begin in it end in it."""
    return run.count("(") == run.count(")") and run.count("$") % 2 == 0


def _without_end(run: str) -> str:
    tail = run[-40:]
    return run[: len(run) - len(tail)] + _DANGLING.sub("", tail)
