"""Papers without what the extraction was made for: no abstract, no English, nothing but mathematics, markup."""

import pytest
from invariants import check

from broadsheet.extract.facts.read import read
from broadsheet.extract.facts.text import LONGEST
from broadsheet.extract.text import clean_abstract, clean_title

MATHEMATICS = (
    r"$$\int_0^1 x^{-x}\,dx = \sum_{n=1}^\infty n^{-n}$$ $\|f\|_{L^2} \le 3.5 \cdot 10^{-5}$, $n = 25$, "
    r"$k \in \{1,2,3\}$."
)
CHINESE = (
    "我们提出了一种新的方法，称为快速网络（SwiftNet）。在多个数据集上的实验表明，该方法的准确率提高了百分之二十五。"
)
RUSSIAN = "Мы предлагаем новый метод сложения чисел. Доказано, что он сходится за конечное число шагов, если n = 25."
FRENCH = "Nous proposons une méthode nouvelle, nommée RéseauVif, qui additionne 25 % plus vite que la précédente."
GREEK = "Προτείνουμε μια νέα μέθοδο πρόσθεσης αριθμών και αποδεικνύουμε ότι συγκλίνει."
HTML = "<p>We propose <b>Swift&amp;Net</b>.<script>alert('25%')</script> <a href='https://github.com/a/b'>Code</a></p>"
ODD = {
    "nothing": "",
    "blanks": " \n\t \u00a0 ",
    "mathematics": MATHEMATICS,
    "Chinese": CHINESE,
    "Russian": RUSSIAN,
    "French": FRENCH,
    "Greek": GREEK,
    "HTML": HTML,
    "withdrawn": "This paper has been withdrawn by the author due to a crucial error in equation 3.",
    "capitals": "WE PROPOSE SWIFT-NET, A METHOD THAT ADDS NUMBERS 25% FASTER ON IMAGENET.",
    "one word": "Sums",
    "directions": "We propose \u202eteNtfiwS\u202c. It is 25% faster.",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_like_others(name: str) -> None:
    for title, abstract in (("Swift Sums", ODD[name]), (ODD[name], "We add numbers."), (ODD[name], ODD[name])):
        check(title, abstract, read(title, abstract))
        title, abstract = clean_title(title), clean_abstract(abstract)
        check(title, abstract, read(title, abstract))


def test_a_paper_without_text_says_nothing_of_itself() -> None:
    assert [fact for fact in read("", "").facts if fact.kind not in ("kind",)] == []


@pytest.mark.parametrize("text", [MATHEMATICS, "", "Sums"], ids=["mathematics", "nothing", "one word"])
def test_where_nothing_is_claimed_no_fact_is_found(text: str) -> None:
    kinds = {fact.kind for fact in read("On a certain identity", text).facts}
    assert kinds <= {"kind", "line"}


def test_a_foreign_language_names_no_english_words() -> None:
    for text in (CHINESE, RUSSIAN, GREEK):
        assert [fact.text for fact in read("", text).facts if fact.kind == "dataset"] == []


def test_markup_is_part_of_no_name() -> None:
    reading = read(clean_title("Swift Sums"), clean_abstract(HTML))
    named = ("system", "dataset", "code", "project")
    assert not any("<" in fact.text or ">" in fact.text for fact in reading.facts if fact.kind in named)


def test_what_stands_beyond_the_limit_is_not_read() -> None:
    far = "We add numbers. " * (LONGEST // 16 + 1) + "Code is at https://github.com/a/far ."
    reading = read("Sums", far)
    check("Sums", far, reading)
    assert not reading.of("code")


def test_a_number_of_many_digits_is_no_accident() -> None:
    text = f"Our method improves accuracy by {'9' * 5_000}% on ImageNet and by 1e{'9' * 50} points."
    check("Sums", text, read("Sums", text))
