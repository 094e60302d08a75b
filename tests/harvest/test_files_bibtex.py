"""BibTeX and biblatex."""

from datetime import date

import pytest
from files_samples import examples, read, record, records, refusals

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt
from broadsheet.model.paper import Author, Link, Record
from broadsheet.model.raw import RawRecord, Refusal


def entry(fields: str, kind: str = "article") -> Record:
    return record(f"@{kind}{{key, {fields}}}\n")


def test_an_entry() -> None:
    assert record(examples()["bibtex"]) == Record(
        source="bibtex",
        source_id="1701.07875",
        title="Wasserstein GAN",
        authors=(
            Author("Martin Arjovsky", "Arjovsky", "Martin"),
            Author("Soumith Chintala", "Chintala", "Soumith"),
            Author("Léon Bottou", "Bottou", "Léon"),
        ),
        arxiv_id="1701.07875",
        categories=("stat.ML",),
        year=2017,
        kind="paper-conference",
        venue="International Conference on Machine Learning (ICML)",
        pages="214-223",
    )


def test_the_payload_has_the_definitions_that_it_needs_and_no_more() -> None:
    text = '@string{a = "A"}\n@string{B = a # "B"}\n@string{c = {C}}\n@misc{k, title = b # { and more}}\n'
    (raw,) = read(text)
    assert isinstance(raw, RawRecord)
    assert raw.payload.count(b"@string") == 2
    assert adapt(raw).title == "AB and more"


def test_entries_are_counted_by_lines() -> None:
    text = "% a comment\n\n@misc{a,\n  title={A}}\n@comment{x}\n  @misc{b, title={B}} @misc{c, title={C}}\n"
    found = read(text)
    assert [item.position for item in found] == [3, 6, 6]
    assert [paper.title for paper in records(text)] == ["A", "B", "C"]


def test_a_missing_brace_costs_one_entry() -> None:
    text = "@misc{a,\n title={A}\n}\n@misc{b,\n title={B\n}\n@misc{c, title={C}}\n"
    first, refusal, last = read(text)
    assert refusal == Refusal("here", 4, "line", "the entry that begins here has no closing brace")
    assert isinstance(first, RawRecord)
    assert isinstance(last, RawRecord)
    assert adapt(last).title == "C"


def test_a_missing_brace_in_the_last_entry() -> None:
    (refusal,) = refusals("@misc{a, title={A}}\n\n@misc{b, title={B}\n")
    assert refusal.position == 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@article(k, title = {In (round) brackets})", "In (round) brackets"),
        ("@ARTICLE { k , TITLE = {Loud}}", "Loud"),
        ("@article\n{k, title={Brace below}}", "Brace below"),
        ("@article{k, title={A {B {C}} D}}", "A B C D"),
        ('@article{k, title="Quoted {"}braces{"}"}', 'Quoted "braces"'),
        ("@article{k, title={Last comma},\n}", "Last comma"),
        ("@article{title={No key}}", "No key"),
        ("@article{,title={Empty key}}", "Empty key"),
        ("@article{k, title={First}, title={Second}}", "First"),
        ("@article{k, title={alice@example.org and @ signs}}", "alice@example.org and @ signs"),
        ('@preamble{"x"}\n@article{k, title={After a preamble}}', "After a preamble"),
        ("@article{k, title={Escaped \\{ brace}}", "Escaped { brace"),
        ("@article{k, title = 1984}", "1984"),
        ("@article{k, title={Na{\\\"\\i}ve Fr\\'echet \\emph{means}}}", "Naïve Fréchet means"),
        ("@book{k, title={Main}, subtitle={Sub}}", "Main: Sub"),
    ],
)
def test_forms_of_entries(text: str, title: str) -> None:
    assert record(text + "\n").title == title


@pytest.mark.parametrize("text", ["@article{k}", "@article{k, year=2020}", "@article{}", "@article{k title={x}}"])
def test_entries_that_cannot_be_taken_in(text: str) -> None:
    (raw,) = read(text)
    assert isinstance(raw, RawRecord)
    with pytest.raises(BadRecord, match=r"no title|not BibTeX"):
        adapt(raw)


def test_latin_1_is_read_beside_utf_8() -> None:
    text = b"@misc{a, title={Schr\xf6dinger}}\n@misc{b, title={Schr\xc3\xb6dinger}}\n"
    assert [paper.title for paper in records(text)] == ["Schrödinger", "Schrödinger"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Martin, Alice and Chen, Bob", ["Alice Martin", "Bob Chen"]),
        ("Alice Martin\n  and Bob Chen and others", ["Alice Martin", "Bob Chen"]),
        ("{Research and Development Team} and Chen, Bob", ["Research and Development Team", "Bob Chen"]),
        ("van der Berg, Alice", ["Alice van der Berg"]),
        ("Martin, Jr., Alice", ["Alice Martin Jr."]),
        ("Garc{\\'i}a M{\\'a}rquez, Carol", ["Carol García Márquez"]),
        ("", []),
    ],
)
def test_authors(text: str, names: list[str]) -> None:
    assert [author.name for author in entry(f"title={{x}}, author={{{text}}}").authors] == names


def test_a_group_is_not_split_into_given_and_family() -> None:
    assert entry("title={x}, author={{OpenAI and Friends}}").authors == (Author("OpenAI and Friends"),)


@pytest.mark.parametrize(
    ("fields", "source_id"),
    [
        ("doi={10.1000/ABC}, eprint={1701.07875}", "10.1000/abc"),
        ("doi={https://doi.org/10.1000/a\\_b}", "10.1000/a_b"),
        ("doi={10.48550/arXiv.1701.07875}", "1701.07875"),
        ("journal={arXiv preprint arXiv:1701.07875}", "1701.07875"),
        ("journal={CoRR}, volume={abs/1701.07875}", "x"),
        ("journal={CoRR}, volume={abs/1701.07875}, url={http://arxiv.org/abs/1701.07875}", "1701.07875"),
        ("eprint={1701.07875v2}, eprinttype={arxiv}", "1701.07875"),
        ("eprint={12345}, eprinttype={pubmed}", "x"),
        ("url={https://aclanthology.org/P19-1001/}", "P19-1001"),
        ("howpublished={\\url{https://arxiv.org/pdf/1701.07875.pdf}}", "1701.07875"),
        ("eprint={hep-th/9901001}", "hep-th/9901001"),
        ("year={2020}", "x"),
    ],
)
def test_the_best_id_names_the_record(fields: str, source_id: str) -> None:
    assert entry(f"title={{X}}, {fields}").source_id == source_id


def test_acl_ids_are_read_out_of_dois() -> None:
    assert entry("title={x}, doi={10.18653/v1/2024.acl-long.1}").acl_id == "2024.acl-long.1"


@pytest.mark.parametrize(
    ("fields", "published", "year"),
    [
        ("date={2020-05-12}", date(2020, 5, 12), 2020),
        ("date={2020-05}", None, 2020),
        ("year=2020, month=may, day=12", date(2020, 5, 12), 2020),
        ("year=2020, month=may", None, 2020),
        ("year={20245}", None, None),
        ("year={in press}", None, None),
        ("year=2023, month=feb, day=29", None, 2023),
    ],
)
def test_dates(fields: str, published: date | None, year: int | None) -> None:
    found = entry(f"title={{x}}, {fields}")
    assert (found.published, found.year) == (published, year)


@pytest.mark.parametrize(
    ("kind", "fields", "csl"),
    [
        ("article", "journal={Nature}", "article-journal"),
        ("article", "journal={arXiv preprint arXiv:1701.07875}", "article"),
        ("inproceedings", "", "paper-conference"),
        ("phdthesis", "", "thesis"),
        ("techreport", "", "report"),
        ("misc", "", "article"),
        ("whatever", "", ""),
    ],
)
def test_kinds(kind: str, fields: str, csl: str) -> None:
    assert entry(f"title={{x}}, {fields}", kind).kind == csl


def test_biblatex_fields() -> None:
    found = entry("title={x}, journaltitle={Nature {\\&} Co}, number={3}, volume={7}, pages={1--9}, publisher={P}")
    assert (found.venue, found.issue, found.volume, found.pages, found.publisher) == (
        "Nature & Co",
        "3",
        "7",
        "1-9",
        "P",
    )


def test_links_and_keywords() -> None:
    found = entry(
        "title={x}, url={https://a.org/b\\_c.pdf}, keywords={GAN, critic, gan}, note={See https://github.com/a/b}"
    )
    assert found.links == (
        Link("pdf", "https://a.org/b_c.pdf", "bibtex"),
        Link("code", "https://github.com/a/b", "text"),
    )
    assert found.keywords == ("GAN", "critic")


def test_strings_that_explode_are_cut() -> None:
    bomb = "@string{a0 = {xxxxxxxx}}\n" + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(40))
    (raw,) = read(bomb + "@misc{k, title={x}, " + ", ".join(f"f{n} = a40" for n in range(20)) + "}\n")
    assert isinstance(raw, RawRecord)
    with pytest.raises(BadRecord, match="expand to more than 16 MiB"):
        adapt(raw)


@pytest.mark.parametrize(
    "fields",
    [
        "journal={arXiv preprint arXiv:1412.6980}",
        "journal={CoRR}, volume={abs/1412.6980}, eprint={1412.6980}, archiveprefix={arXiv}",
        "journal={arXiv e-prints}, pages={arXiv:1412.6980}, doi={10.48550/arXiv.1412.6980}",
    ],
)
def test_an_archive_is_no_venue(fields: str) -> None:
    adam = entry(f"title={{Adam}}, {fields}")
    assert (adam.arxiv_id, adam.kind, adam.venue, adam.volume, adam.pages) == ("1412.6980", "article", "", "", "")


def test_names_with_named_parts() -> None:
    berg, muller = "family=Berg, given=Jan, prefix=van der, useprefix=true", 'family={M{\\"u}ller, Co}, given={J.}'
    assert entry(f"title={{A}}, author={{{berg} and {muller}}}").authors == (
        Author("Jan van der Berg", "van der Berg", "Jan"),
        Author("J. Müller, Co", "Müller, Co", "J."),
    )
