"""Which kind of paper it is: multinomial logistic regression on words of title and abstract."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import pairwise

from broadsheet.extract.facts.learned import stored, word_groups
from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import PAPER_KINDS, Fact, PaperKind

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DIGIT = re.compile(r"\d")
# A paper that calls itself one is a survey, however rare surveys are among what was learned from. Not `The … Survey`,
# which observes the sky.
_SURVEY = re.compile(
    r"\ban?\s(?:[\w-]{1,30}\s){0,4}?(?:survey|review|tutorial|overview|primer)(?=$|[:,.?]|\s(?:of|on|for|and|in|from|with)\b)"
    r"|\b(?:systematic|scoping|literature) review\b|\bin review$",
    re.IGNORECASE,
)
_SURVEY_CHANCE = 0.9
_UNIT = 0.0001  # of weights
_BITS = 40
_HALF = 1 << (_BITS - 1)
_SHORTEST = 80  # characters of an abstract that tells its kind
_LONGEST = 6_000  # characters of an abstract that are looked at
# Words of one meaning count together: single ones are too rare to learn from a thousand papers.
_TITLE_SAYS = word_groups(
    survey="survey surveys review reviews tutorial tutorials overview roadmap primer perspective perspectives years",
    benchmark="bench benchmark benchmarks benchmarking leaderboard evaluating evaluation arena task",
    dataset="dataset datasets corpus corpora catalog catalogue release database collection repository",
    system="toolkit library platform software tool package system demo infrastructure open-source",
    theory="theory theorem theorems theoretical bound bounds optimality convergence complexity hardness"
    " characterization universality exact asymptotic asymptotics rate rates stability regret landscape"
    " landscapes implicitly monotonicity monotonically provable provably limit limits conjecture"
    " inequality inequalities",
    analysis="understanding investigating analyzing analysis study effect effects impact role do does how why what"
    " when can is are rethinking revisiting exploring evidence observation observations comparison"
    " comparing insights empirical",
    method="via with using through toward towards efficient fast improve improved enhancing method framework",
)
_ABSTRACT_SAYS = word_groups(
    proofs="prove proves proved proving proof proofs theorem theorems lemma lemmas bound bounds asymptotic"
    " asymptotically converge converges convergence necessary rigorous rigorously regret minimax"
    " conjecture conjectures generalizes characterize characterizes characterization exactly derive"
    " derives derived theoretical theoretically hardness",
    proposals="propose proposes proposed introduce introduces introducing present presents develop develops"
    " developed novel method approach algorithm framework",
    contests="outperform outperforms outperforming outperformed state-of-the-art baseline baselines surpass"
    " surpasses surpassing achieve achieves achieving extensive superior",
    findings="find finds found show shows observe observes observed observation observations investigate"
    " investigates study studies analyze analyzes analyse examine examines compare compares explore"
    " explores report demonstrate findings reveal reveals revealed suggest suggests suggesting correlated"
    " correlation correlations phenomenon phenomena understanding empirical empirically",
    data="dataset datasets corpus annotated annotations annotation catalog catalogue collected images samples"
    " publicly benchmark benchmarks benchmarking",
    reviews="survey surveys review reviews tutorial overview literature taxonomy challenges directions future"
    " open roadmap",
)


def find_kind(text: PaperText, systems: Sequence[Fact], results: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find it: one fact, of what is likeliest; without an abstract only what the title tells."""
    del results
    if len(text.abstract) < _SHORTEST and not _SURVEY.search(text.title):
        return ()
    kind, chance = told(text, features_of(text, systems, _first_words()), _weights())
    return (Fact("kind", kind, confidence=round(chance, 3)),)


def told(text: PaperText, features: set[str], weights: Mapping[str, int]) -> tuple[PaperKind, float]:
    """Return the kind that the title tells, else the likeliest, with its probability."""
    if _SURVEY.search(text.title):
        return "survey", _SURVEY_CHANCE
    return likeliest(features, weights)


def features_of(text: PaperText, systems: Sequence[Fact], first_words: Set[str] | None = None) -> set[str]:
    """Return words and pairs of words, and what they say together; of pairs only those with these first words."""
    title, abstract = text.title.lower(), text.abstract[:_LONGEST].lower()
    words = _WORD.findall(title)
    found = {f"t={word}" for word in words}
    found.update([f"t={one} {other}" for one, other in pairwise(words)])
    found.update((f"t0={' '.join(words[:1])}", f"t0={' '.join(words[:2])}"))
    found.update([f"title says {_TITLE_SAYS[word]}" for word in words if word in _TITLE_SAYS])
    if "?" in title:
        found.add("title asks")
    found.add("title has a colon" if ":" in title else "title has no colon")
    words = _WORD.findall(abstract)
    found.update(words)
    pairs = pairwise(words)
    found.update([f"{one} {other}" for one, other in pairs if first_words is None or one in first_words])
    found.add(f"long={min(len(words) // 40, 7)}")
    said = Counter([_ABSTRACT_SAYS[word] for word in words if word in _ABSTRACT_SAYS])
    for what, count in said.items():
        found.update([f"{what}>{least}" for least in (0, 1, 2, 3, 5, 8) if count > least])
    digits = sum(map(abstract.count, "0123456789")) if abstract.isascii() else len(_DIGIT.findall(abstract))
    found.add(f"figures={min(digits, 40) // 5}")
    if "$" in abstract or "\\" in abstract:
        found.add("mathematics")
    return found | _of_names(systems)


def _of_names(systems: Sequence[Fact]) -> set[str]:
    found = {f"names={min(len(systems), 3)}"}
    if systems and systems[0].where == "title":
        name = systems[0].text.lower()
        found.add("name in title")
        found.update([f"name ends {end}" for end in ("bench", "net", "gs", "qa") if name.endswith(end)])
    return found


def likeliest(features: Set[str], weights: Mapping[str, int]) -> tuple[PaperKind, float]:
    """Return a kind and its probability, by weights that are `packed`."""
    odds = _unpacked(sum(filter(None, map(weights.get, ("(always)", *features)))))
    highest = max(odds)
    powers = [math.exp(each - highest) for each in odds]
    best = odds.index(highest)
    return PAPER_KINDS[best], powers[best] / sum(powers)


def packed(weights: Mapping[str, Sequence[float]]) -> dict[str, int]:
    """Put the weights of a feature for PAPER_KINDS, in their order, side by side into one number.

    So a single sum adds those of all kinds; and that of integers depends on no order, which sets do not have.
    """
    return {
        name: sum(round(weight / _UNIT) << (_BITS * at) for at, weight in enumerate(several))
        for name, several in weights.items()
    }


def _unpacked(total: int) -> list[float]:
    found = []
    for _ in PAPER_KINDS:
        low = (total + _HALF & 2 * _HALF - 1) - _HALF
        found.append(low * _UNIT)
        total = (total - low) >> _BITS
    return found


@cache
def _weights() -> dict[str, int]:
    return packed(stored("kinds"))


@cache
def _first_words() -> frozenset[str]:
    """The first words of the pairs that count: of the others none is made."""
    return frozenset(name.split(" ")[0] for name in _weights() if " " in name)
