"""The plainest extraction that is worth comparing with: what a script of an afternoon would do.

- Systems: up to three words of the title before its colon, and the short forms that the algorithm of Schwartz and
  Hearst (2003) finds in sentences that say "we propose", "introduce", "present" or "develop", with their long forms.
- Addresses: whatever begins with http:// or https://, code where the host is one for code.
- Results: every number with a sign of measurement (%, x, times, fold, dB, points, FPS, seconds).
- Datasets: the capitalised words before "dataset", "benchmark" or "corpus", and the best known names as words.
- Kind: words of the title and the abstract, else "method".
"""

import re
from collections.abc import Iterator

from broadsheet.extract.facts.text import PaperText, Sentence, prepare
from broadsheet.model.facts import Fact, Measure

_PROPOSES = re.compile(r"\b(?:propos|introduc|present|develop)\w*", re.IGNORECASE)
_SHORT = re.compile(r"\(([A-Za-z0-9][\w+/-]{1,9})\)")
_ADDRESS = re.compile(r"https?://[^\s{}<>]{4,300}")
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab|bitbucket|huggingface)\.\w+/")
_RESULT = re.compile(
    r"(?<![\d.,])(\d[\d,]{0,12}(?:\.\d{1,8})?)\s?(\\?%|percent\b|\\times\b|x\b|×|-?\s?fold\b|times\b|dB\b|points?\b|"
    r"FPS\b|seconds\b)"
)
_BEFORE_DATASET = re.compile(r"((?:[A-Z0-9][\w-]{1,30}\s){1,3})(?:datasets?|benchmarks?|corpus)\b")
_KNOWN = re.compile(
    r"\b(?:ImageNet(?:-1[kK])?|CIFAR-?100?|MNIST|COCO|MS-COCO|KITTI|nuScenes|Cityscapes|ADE20K|ShapeNet|CelebA|FFHQ|GSM8K|MATH|"
    r"MMLU|HumanEval|MBPP|SQuAD|GLUE|LibriSpeech|WikiText-\d+|ScanNet|Kinetics|UCF101|MIMIC-(?:III|IV)|HotpotQA)\b"
)
_KINDS = (
    ("survey", re.compile(r"\b(?:survey|review|overview|tutorial)\b", re.IGNORECASE)),
    ("benchmark", re.compile(r"\bbenchmark(?:ing)?\b|Bench\b")),
    ("dataset", re.compile(r"\b(?:dataset|corpus|catalog(?:ue)?)\b", re.IGNORECASE)),
)
_THEORY = re.compile(r"\bwe (?:prove|show that|establish|derive|characteri[sz]e)\b", re.IGNORECASE)


def read_plainly(title: str, abstract: str) -> tuple[Fact, ...]:
    """Read a paper in the plain way."""
    text = prepare(title, abstract)
    kind = Fact("kind", _kind(text))
    return (kind, *_systems(text), *_addresses(text), *_results(text), *_datasets(text))


def _systems(text: PaperText) -> Iterator[Fact]:
    head, colon, _ = text.title.partition(":")
    if colon and len(head.split()) <= 3:
        yield Fact("system", head.strip(), "title", 0, len(head))
    for sentence in text.sentences:
        if sentence.where == "title" or _PROPOSES.search(sentence.text):
            for match in _SHORT.finditer(sentence.text):
                if long_form := _long_form(match[1], sentence.text[: match.start()]):
                    start = sentence.start + match.start(1)
                    yield Fact("system", match[1], sentence.where, start, start + len(match[1]), long_form=long_form)


def _long_form(short: str, before: str) -> str:
    """The algorithm of Schwartz and Hearst: match the short form's characters from the right."""
    at = len(before) - 1
    for index in range(len(short) - 1, -1, -1):
        sign = short[index].lower()
        if not sign.isalnum():
            continue
        while at >= 0 and (before[at].lower() != sign or (index == 0 and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    long_form = before[at + 1 :].strip()
    few = len(long_form.split()) <= min(len(short) + 5, 2 * len(short))
    return long_form if few and len(long_form) > len(short) else ""


def _addresses(text: PaperText) -> Iterator[Fact]:
    for match in _ADDRESS.finditer(text.abstract):
        address = match[0].rstrip(".,;:)]'\"")
        start = match.start()
        yield Fact("code" if _CODE.match(address) else "project", address, "abstract", start, start + len(address))


def _results(text: PaperText) -> Iterator[Fact]:
    for sentence in text.sentences:
        for match in _RESULT.finditer(sentence.text):
            unit = match[2].strip("- ")
            yield _at(sentence, Fact("result", match[0], measure=Measure(match[1], unit)), match)


def _datasets(text: PaperText) -> Iterator[Fact]:
    for sentence in text.sentences:
        for match in _KNOWN.finditer(sentence.text):
            yield _at(sentence, Fact("dataset", match[0]), match)
        for match in _BEFORE_DATASET.finditer(sentence.text):
            yield _at(sentence, Fact("dataset", match[1].strip()), match)


def _kind(text: PaperText) -> str:
    for kind, words in _KINDS:
        if words.search(text.title):
            return kind
    return "theory" if _THEORY.search(text.abstract) and not re.search(r"\bexperiments?\b", text.abstract) else "method"


def _at(sentence: Sentence, fact: Fact, match: re.Match[str]) -> Fact:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return Fact(fact.kind, fact.text, sentence.where, start, end, measure=fact.measure)
