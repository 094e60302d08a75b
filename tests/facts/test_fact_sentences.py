from broadsheet.facts.sentences import LENGTH, around
from broadsheet.model.facts import Fact, FactKind
from broadsheet.model.paper import Paper
from broadsheet.model.query import Fragment

ABSTRACT = "Sorting is slow. We present Heron, which sorts $n = 10^6$ keys 4x faster. Code is public."


def read_from(text: str, words: str, *, abstract: str = ABSTRACT, kind: FactKind = "system") -> tuple[Fragment, ...]:
    start = abstract.index(words)
    return around(paper(abstract=abstract), Fact(kind, text, "abstract", start, start + len(words)))


def paper(title: str = "Heron: sorting at rest", abstract: str = ABSTRACT) -> Paper:
    return Paper(1, "arxiv:2601.00001", title, abstract)


def shown(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f"[{one.text}]" if one.marked else one.text for one in fragments)


def test_a_fact_is_shown_in_its_sentence() -> None:
    assert shown(read_from("Heron", "Heron")) == "We present [Heron], which sorts $n = 10^6$ keys 4x faster."


def test_the_title_is_one_sentence() -> None:
    fact = Fact("system", "Heron", "title", 0, 5)
    assert shown(around(paper(), fact)) == "[Heron]: sorting at rest"


def test_a_fact_that_stands_nowhere_has_no_sentence() -> None:
    assert around(paper(), Fact("dataset", "ImageNet")) == ()


def test_a_span_within_a_formula_marks_the_whole_formula() -> None:
    assert "[$n = 10^6$]" in shown(read_from("10^6", "10^6"))


def test_a_sentence_does_not_end_within_a_formula() -> None:
    abstract = "It takes $O(n). N$ steps are enough for Heron. More follows."
    assert shown(read_from("Heron", "Heron", abstract=abstract)) == "It takes $O(n). N$ steps are enough for [Heron]."


def test_a_long_sentence_is_cut_between_words_around_its_span() -> None:
    abstract = f"{'before ' * 100}Heron{' after' * 100}."
    text = shown(read_from("Heron", "Heron", abstract=abstract))
    assert "[Heron]" in text
    assert text.startswith("… before ")
    assert text.endswith(" after …")
    assert LENGTH - 30 < len(text) < LENGTH + 10


def test_what_one_side_does_not_need_the_other_gets() -> None:
    text = shown(read_from("Heron", "Heron", abstract=f"Heron{' after' * 100}."))
    assert text.startswith("[Heron] after")
    assert LENGTH - 30 < len(text) < LENGTH + 10


def test_a_long_span_is_cut_too() -> None:
    abstract = f"{'word ' * 500}".strip()
    assert len(shown(read_from(abstract, abstract, abstract=abstract))) < LENGTH + 10


def test_a_word_without_end_is_cut() -> None:
    text = shown(read_from("b", "b", abstract="a" * 9_000 + "b" + "c" * 9_000))
    assert text == "… [b] …"


def test_a_formula_is_never_cut() -> None:
    formula = "$" + "x + " * 200 + "y$"
    text = shown(read_from("Heron", "Heron", abstract=f"{'word ' * 60}Heron {formula} end."))
    assert text.count("$") % 2 == 0


def test_offsets_beyond_the_text_are_no_error() -> None:
    assert around(paper(), Fact("system", "Egret", "abstract", 5_000, 5_005)) == ()
    assert around(paper(), Fact("system", "Egret", "abstract", -5, 5)) == ()
    assert around(Paper(1, "arxiv:2601.00001", ""), Fact("kind", "method", "title", 0, 0)) == ()


def test_after_the_text_changed_the_words_are_looked_for() -> None:
    fact = Fact("system", "Heron", "abstract", 0, 5)
    assert "[Heron]" in shown(around(paper(), fact))


def test_an_address_that_was_repaired_keeps_its_place() -> None:
    abstract = r"Code: github.com/example/heron.git{https://github.com/example/heron}."
    found = read_from(
        "https://github.com/example/heron", "github.com/example/heron.git", abstract=abstract, kind="code"
    )
    text = shown(found)
    assert text.startswith("Code: [github.com/example/heron")
