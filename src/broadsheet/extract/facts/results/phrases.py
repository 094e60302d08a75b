"""Runs of tokens that name something: what stands left and right of a figure."""

from broadsheet.extract.facts.results.tokens import Tokens
from broadsheet.extract.facts.results.word_list import words_in

Run = tuple[int, int]  # first token, and the one behind the last

BREAKS = words_in(', . ; : ! ? ( ) [ ] – = < > ≈ " “ ” | /')
CLAUSES = words_in(
    """
    while whereas although though but which that who when where because since if so thus hence yet however
    """
)
PREPOSITIONS = words_in(
    """
    of in on for with by to at from over under than across between within without against during through via
    using per into compared relative versus vs after before about despite among as upon until throughout
    respectively beyond respect
    """
)
LINKS = words_in("and or nor plus")
ARTICLES = words_in("the a an its their our this these those both all each his her other some any them they it we")
VERBS = words_in(
    """
    is are was were be been being has have had can could may might will would does do did achieve achieves
    achieved achieving attain attains attained attaining reach reaches reached reaching obtain obtains
    obtained obtaining yield yields yielded yielding outperform outperforms outperformed outperforming improve
    improves improved improving reduce reduces reduced reducing decrease decreases decreased decreasing
    increase increases increased increasing exceed exceeds exceeded exceeding surpass surpasses surpassed
    surpassing deliver delivers delivering demonstrate demonstrates demonstrating show shows showed shown
    showing accelerate accelerates accelerated accelerating save saves saving cut cuts cutting boost boosts
    boosted boosting drop drops dropped dropping fall falls falling enhance enhances enhanced enhancing raise
    raises raising lower lowers lowering recover recovers recovering retain retains retaining retained
    preserve preserves preserving maintain maintains maintaining provide provides providing require requires
    requiring required take takes took taking need needs find finds found report reports reported measure
    measures measured estimate estimates estimated derive derived detect detected remove removes removing
    consume consumes consuming score scores produce produces produced make makes making lead leads leading
    result results resulting run runs running cost get gets hit hits perform performs performing bring brings
    bringing offer offers offering gain gains enable enables enabling correspond corresponds corresponding
    become remains remain rises rise grew grow halve double halves doubles ranked ranks ranking compress
    compresses accounts accounting represent represents
    """
)
FILLERS = words_in(
    """
    about around approximately approx roughly nearly almost up over more less than at least most as low high
    few much many only just merely under below above average mean an a another additional further ≈ < >
    exactly to + - even overall typically respectively consistently significantly substantially further well
    fully
    """
)
# Verbs that are as often nouns.
_NOUNS = words_in("gain gains score scores drop drops cost increase decrease result results need rise cut run runs")
COMPARATIVES = words_in(
    """
    higher lower faster slower fewer less more better worse larger smaller greater longer shorter cheaper
    quicker additional extra stronger relative absolute
    """
)


def run_right(tokens: Tokens, at: int, limit: int = 8) -> Run:
    """Return the run of name-like tokens that begins here."""
    words = tokens.words
    while at < len(words) and words[at] in ARTICLES:
        at += 1
    end = at
    while end < min(len(words), at + limit) and is_name(tokens, end):
        end += 1
    return at, end


def run_left(tokens: Tokens, end: int, limit: int = 8) -> Run:
    """Return the run of name-like tokens that ends before this one; `of` may join two."""
    start = end
    while start > max(0, end - limit):
        word = tokens.words[start - 1]
        if is_name(tokens, start - 1) or (
            word in ("of", "in", "for") and start < end and start - 1 > 0 and word == "of"
        ):
            start -= 1
        elif word in ARTICLES and start - 2 >= 0 and tokens.words[start - 2] == "of":
            start -= 2
        else:
            break
    while start < end and (tokens.words[start] in ARTICLES or tokens.words[start] == "of"):
        start += 1
    return max(start, 0), end


def is_name(tokens: Tokens, at: int) -> bool:
    """Whether a token can be part of a name: no number, no sign, no word of grammar."""
    word = tokens.words[at]
    if tokens.numbers[at]:
        return at > 0 and tokens.words[at - 1] in ("@", "_", "^", "-") and tokens.adjacent(at)
    if not (word[0].isalnum() or word in ("-", "@", "_", "^", "&", "+")):
        return False
    return not (word in PREPOSITIONS or word in CLAUSES or word in LINKS or word in ARTICLES) and (
        word not in VERBS or word in _NOUNS
    )


def text_of(tokens: Tokens, run: Run) -> str:
    """Return a run as written."""
    if run[1] <= run[0]:
        return ""
    return tokens.text[tokens.starts[run[0]] : tokens.ends[run[1] - 1]]
