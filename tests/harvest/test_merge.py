"""Many records, one paper: the precedence table at work."""

from dataclasses import replace
from datetime import date

from broadsheet.harvest.merge import PRECEDENCE, Source, explain, merge
from broadsheet.model.paper import Author, Link, Record, Version

DAY = date(2026, 11, 20)
GROKFAST = Record(
    source="arxiv",
    source_id="2405.20233",
    title="Grokfast: Accelerated Grokking by Amplifying Slow Gradients",
    abstract="One puzzling artifact in machine learning dubbed grokking.",
    arxiv_id="2405.20233",
    authors=(Author("Jaerin Lee"),),
    categories=("cs.LG",),
    published=date(2024, 5, 30),
)


def _sources(*records: Record) -> list[Source]:
    return [Source(record, number, DAY) for number, record in enumerate(records, 1)]


def test_a_single_record_becomes_the_paper_with_its_best_id() -> None:
    paper = merge(1, _sources(GROKFAST))
    assert (paper.id, paper.day, paper.year, paper.sources) == ("arxiv:2405.20233", date(2024, 5, 30), 2024, ("arxiv",))


def test_the_more_trusted_source_speaks_whatever_came_first() -> None:
    page = replace(GROKFAST, source="page", source_id="x", title="Grokfast", arxiv_id="", abstract="Cut off...")
    for order in ((GROKFAST, page), (page, GROKFAST)):
        paper = merge(1, _sources(*order))
        assert (paper.title, paper.abstract) == (GROKFAST.title, GROKFAST.abstract)


def test_a_less_trusted_source_fills_what_the_others_leave_open() -> None:
    starter = Record(source="starter", source_id="x", title=GROKFAST.title, summary="Amplifies slow gradients.")
    paper = merge(1, _sources(starter, GROKFAST))
    assert paper.summary == "Amplifies slow gradients."
    assert paper.sources == ("arxiv", "starter")


def test_the_newer_version_of_a_record_speaks_even_if_it_came_earlier() -> None:
    first = replace(GROKFAST, version=1, abstract="First.")
    second = replace(GROKFAST, version=2, abstract="Second.")
    assert merge(1, _sources(second, first)).abstract == "Second."


def test_versions_are_united_by_number() -> None:
    dated = replace(GROKFAST, versions=(Version(1, date(2024, 5, 30)),))
    named = replace(GROKFAST, source="bibtex", version=2)
    assert merge(1, _sources(named, dated)).versions == (Version(1, date(2024, 5, 30)), Version(2))


def test_the_day_on_which_it_was_seen_announced_is_before_the_computed_one() -> None:
    seen = replace(GROKFAST, published=None, announced=date(2024, 6, 3))
    computed = replace(GROKFAST, announced=date(2024, 5, 31), updated=date(2026, 11, 2), version=3)
    for format in ("arxiv_raw", "arxiv_snapshot", "arxiv_atom"):
        held = [Source(seen, 1, DAY, "arxiv_daily"), Source(computed, 2, DAY, format)]
        assert merge(1, held).day == merge(1, held[::-1]).day == date(2024, 6, 3)
    assert merge(1, held[1:]).day == date(2024, 5, 31)


def test_a_paper_that_was_listed_when_it_was_replaced_has_the_computed_day() -> None:
    replaced = replace(GROKFAST, published=None, announced=date(2025, 8, 26))
    computed = replace(GROKFAST, announced=date(2024, 5, 31))
    held = [Source(replaced, 1, DAY, "arxiv_daily"), Source(computed, 2, DAY, "arxiv_raw")]
    assert merge(1, held).day == date(2024, 5, 31)


def test_days_of_earlier_versions_and_what_a_withdrawal_took_away_stay() -> None:
    first = Record(
        *("biorxiv", "10.1101/1", "Looms"),
        version=1,
        versions=(Version(1, date(2026, 11, 3)),),
        abstract="Cells weave.",
        announced=date(2026, 11, 3),
        published=date(2026, 11, 1),
    )
    last = replace(
        first, version=2, versions=(Version(2, DAY),), abstract="", announced=None, published=None, standing="withdrawn"
    )
    for order in ((first, last), (last, first)):
        paper = merge(1, _sources(*order))
        assert paper.versions == (Version(1, date(2026, 11, 3)), Version(2, DAY))
        assert (paper.day, paper.published, paper.year) == (date(2026, 11, 3), date(2026, 11, 1), 2026)
        assert (paper.abstract, paper.standing) == ("Cells weave.", "withdrawn")
    assert explain(1, _sources(first, last)).origins["abstract"] == "biorxiv"


def test_what_a_record_of_the_same_version_no_longer_says_is_gone() -> None:
    before = replace(GROKFAST, version=1)
    assert merge(1, _sources(before, replace(before, abstract=""))).abstract == ""


def test_publication_fields_come_together_from_the_source_that_names_a_venue() -> None:
    bibtex = Record("bibtex", "x", GROKFAST.title, kind="paper-conference", venue="NeurIPS", pages="1-9", year=2025)
    ris = Record("ris", "y", GROKFAST.title, volume="12")
    paper = merge(1, _sources(GROKFAST, ris, bibtex))
    assert (paper.venue, paper.volume, paper.pages, paper.year) == ("NeurIPS", "", "1-9", 2025)


def test_links_are_united_and_a_source_knows_a_kind_better_than_the_text() -> None:
    url = "https://github.com/ironjr/grokfast"
    read = replace(GROKFAST, links=(Link("page", url, "text"),))
    said = Record("huggingface", "2405.20233", GROKFAST.title, links=(Link("code", url, "huggingface"),))
    assert merge(1, _sources(read, said)).links == (Link("code", url, "huggingface"),)


def test_a_day_long_after_the_arxiv_id_is_a_replacement_and_not_the_announcement() -> None:
    akari = replace(GROKFAST, arxiv_id="0705.1862", published=None, announced=date(2025, 8, 26), year=2007)
    assert merge(1, _sources(akari)).day == date(2007, 5, 1)


def test_a_paper_without_any_date_is_listed_under_the_day_it_came() -> None:
    starter = Record(source="starter", source_id="x", title="Wasserstein GAN", summary="A distance.")
    assert merge(1, _sources(starter)).day == DAY


def test_a_paper_without_a_day_is_listed_under_the_month_of_its_arxiv_id() -> None:
    bibtex = Record(source="bibtex", source_id="x", title=GROKFAST.title, arxiv_id="2405.20233")
    assert merge(1, _sources(bibtex)).day == date(2024, 5, 1)


def test_an_old_paper_is_no_news_of_the_day_it_came() -> None:
    book = Record(source="bibtex", source_id="x", title="The TeXbook", year=1984)
    assert merge(1, _sources(book)).day == date(1984, 1, 1)
    assert merge(1, _sources(replace(book, year=DAY.year))).day == DAY


def test_a_paper_that_no_registry_knows_gets_an_id_of_title_and_first_author() -> None:
    starter = Record(source="starter", source_id="x", title="Wasserstein GAN")
    assert merge(1, _sources(starter)).id == merge(2, _sources(replace(starter, title="Wasserstein  GAN!"))).id


def test_explain_names_the_source_of_every_field() -> None:
    starter = Record(source="starter", source_id="x", title=GROKFAST.title, summary="Amplifies slow gradients.")
    origins = explain(1, _sources(starter, GROKFAST)).origins
    assert (origins["title"], origins["summary"], origins["abstract"]) == ("arxiv", "starter", "arxiv")
    assert "doi" not in origins


def test_the_table_names_each_source_once_in_a_row() -> None:
    assert all(len(row) == len(set(row)) for row in PRECEDENCE.values())


RAW = replace(
    GROKFAST, version=1, authors=(Author("Jaerin van Lee", "Lee", "Jaerin van"), Author("Bo Chen", "Chen", "Bo"))
)
APART = replace(
    GROKFAST,
    authors=(Author("Jaerin van Lee", "van Lee", "Jaerin"), Author("Bo Chen", "Bo", "Chen")),
    title="Older title",
)


def _in_formats(*pairs: tuple[Record, str]) -> list[Source]:
    return [Source(record, number, DAY, format) for number, (record, format) in enumerate(pairs, 1)]


def test_names_are_told_apart_by_the_format_that_knows_how() -> None:
    for pairs in (((RAW, "arxiv_raw"), (APART, "arxiv_oai")), ((APART, "arxiv_oai"), (RAW, "arxiv_raw"))):
        paper = merge(1, _in_formats(*pairs))
        assert paper.authors == APART.authors
        assert paper.title == GROKFAST.title


def test_whoever_is_no_longer_an_author_does_not_come_back_with_the_names() -> None:
    fewer = replace(RAW, version=2, authors=RAW.authors[:1])
    assert merge(1, _in_formats((fewer, "arxiv_raw"), (APART, "arxiv_oai"))).authors == fewer.authors


def test_a_name_that_a_newer_record_spells_otherwise_stays_as_it_spells_it() -> None:
    corrected = replace(RAW, version=2, authors=(RAW.authors[0], Author("Bao Chen", "Chen", "Bao")))
    authors = merge(1, _in_formats((APART, "arxiv_oai"), (corrected, "arxiv_raw"))).authors
    assert authors == (APART.authors[0], Author("Bao Chen", "Chen", "Bao"))


def test_another_sources_names_are_told_apart_by_nobody_else() -> None:
    acl = replace(RAW, source="acl", acl_id="2024.acl-long.1")
    assert merge(1, _in_formats((acl, "acl_xml"), (APART, "arxiv_oai"))).authors == RAW.authors


def test_what_was_withdrawn_is_no_longer_so_with_a_later_version() -> None:
    withdrawn = replace(GROKFAST, version=2, standing="withdrawn", standing_note="Withdrawn.")
    again = replace(GROKFAST, version=3)
    assert merge(1, _in_formats((withdrawn, "arxiv_atom"))).standing == "withdrawn"
    assert merge(1, _in_formats((again, "arxiv_raw"), (withdrawn, "arxiv_atom"))).standing == ""
    assert merge(1, _in_formats((replace(again, version=1), "arxiv_raw"), (withdrawn, "arxiv_atom"))).standing
