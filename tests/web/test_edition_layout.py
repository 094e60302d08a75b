"""Which paper of an edition goes where, which pass a filter, how a topic is drawn."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.edition import Item, Topic
from broadsheet.web.views.edition.chart import HEIGHT, WIDTH, chart_of
from broadsheet.web.views.edition.filters import Filters, facets_of, kept, removable
from broadsheet.web.views.edition.layout import FIELDS, SECONDS, Layout, lay_out
from edition_cast import PAPERS, an_edition, an_item

CODES = st.sampled_from(["", "cs.LG", "cs.CL", "cs.CV", "math.AG", "math.NT", "hep-th", "astro-ph.GA", "biology"])


def of_category(rank: int, category: str) -> Item:
    """An item of one category."""
    return an_item(rank, PAPERS[(rank - 1) % 40], key=rank, categories=(category,) if category else ())


def laid_out(*categories: str) -> Layout:
    """The layout of an edition of papers of these categories, in this order."""
    return lay_out(an_edition(of_category(rank, category) for rank, category in enumerate(categories, 1)))


def test_the_first_leads_and_three_follow() -> None:
    layout = lay_out(an_edition())
    assert layout.lead is not None
    assert layout.lead.rank == 1
    assert [item.rank for item in layout.seconds] == [2, 3, 4]


def test_one_event_has_one_paper_on_the_front_and_two_in_its_column() -> None:
    items = [of_category(rank, "hep-th" if rank < 20 else "cs.LG") for rank in range(1, 30)]
    event = Topic(("SKA",), tuple(item.id for item in items[:10]), 10, 1.0, 9.0, (0, 10))
    layout = lay_out(an_edition(items, topics=(event,)))
    assert [item.rank for item in layout.seconds] == [11, 12, 13]
    assert {field.code: [item.rank for item in field.items] for field in layout.fields} == {
        "hep-th": [2, 3, 14, 15],
        "cs": [20, 21, 22, 23],
    }
    assert [item.rank for item in layout.also][:3] == [4, 5, 6]


def test_what_a_curator_picked_stands_on_the_front_whatever_its_topic() -> None:
    items = [replace(of_category(rank, "hep-th"), picked=rank < 4) for rank in range(1, 20)]
    event = Topic(("SKA",), tuple(item.id for item in items), 19, 1.0, 9.0, (0, 19))
    assert [item.rank for item in lay_out(an_edition(items, topics=(event,))).seconds] == [2, 3, 4]


def test_an_edition_without_papers_has_nothing_to_lay_out() -> None:
    assert list(lay_out(an_edition([])).items()) == []


def test_an_archive_with_many_papers_is_divided_into_its_categories_and_others_are_not() -> None:
    layout = laid_out(*["cs.LG"] * 4, *["cs.LG"] * 4, *["cs.CL"] * 3, *["math.AG", "math.NT"] * 2)
    assert [field.code for field in layout.fields] == ["cs.LG", "math", "cs.CL"]
    assert [field.name for field in layout.fields] == ["Machine Learning", "Mathematics", "Computation and Language"]
    assert [field.count for field in layout.fields] == [8, 4, 3]


def test_a_field_has_its_best_papers_and_the_others_follow_below() -> None:
    layout = laid_out(*["cs.LG"] * 12, *["hep-th"] * 3)
    assert [item.rank for item in layout.fields[0].items] == [5, 6, 7, 8]
    assert [item.rank for item in layout.also] == [9, 10, 11, 12]


def test_papers_of_one_field_stand_in_order_and_not_in_a_column() -> None:
    layout = laid_out(*["cs.LG"] * 10)
    assert [field.name for field in layout.fields] == [""]
    assert [item.rank for item in layout.fields[0].items] == [5, 6, 7, 8, 9, 10]


@given(st.lists(CODES, max_size=120))
def test_every_paper_stands_once_at_most_and_each_part_is_in_order(categories: list[str]) -> None:
    layout = laid_out(*categories)
    keys = [item.key for item in layout.items()]
    assert len(keys) == len(set(keys))
    assert len(layout.seconds) <= SECONDS
    assert len(layout.fields) <= FIELDS
    for part in (layout.seconds, layout.also, *(field.items for field in layout.fields)):
        ranks = [item.rank for item in part]
        assert ranks == sorted(ranks)
    assert len(keys) >= min(len(categories), 10)


@given(st.lists(CODES, min_size=2, max_size=60))
def test_the_same_edition_is_always_laid_out_the_same(categories: list[str]) -> None:
    assert laid_out(*categories) == laid_out(*categories)


def test_filters_hold_together_and_keep_order_and_rank() -> None:
    items = an_edition().items
    passed = kept(items, Filters(category="cs.CL", source="huggingface"))
    assert passed
    assert all("cs.CL" in item.categories and "huggingface" in item.sources for item in passed)
    assert [item.rank for item in passed] == sorted(item.rank for item in passed)
    assert kept(items, Filters()) == items


def test_an_archive_stands_for_its_categories_and_not_for_others_that_begin_like_it() -> None:
    items = (of_category(1, "math.AG"), of_category(2, "math-ph"), of_category(3, "math"))
    assert [item.rank for item in kept(items, Filters(category="math"))] == [1, 3]
    assert kept(items, Filters(category="MATH.ag")) == items[:1]


def test_a_count_says_how_many_papers_there_would_be() -> None:
    items = an_edition().items
    for filters in (Filters(), Filters(category="cs.CL"), Filters(category="cs", code=True), Filters(source="nobody")):
        for facet in facets_of("2026-11-20", items, filters):
            for choice in facet.choices:
                if choice.holds:
                    assert choice.count == len(kept(items, filters)), (filters, choice)


def test_what_holds_can_be_taken_away_one_by_one() -> None:
    ways = removable("2026-11-20", Filters(category="cs.CL", code=True))
    assert [(way.text, way.address) for way in ways] == [
        ("Computation and Language", "/editions/2026-11-20?code=1"),
        ("Code", "/editions/2026-11-20?category=cs.CL"),
    ]


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_bars_stay_within_the_chart(weekly: list[int]) -> None:
    chart = chart_of(weekly)
    assert len(chart.bars) == (len(weekly) if any(weekly) else 0)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.2
        assert 0 <= bar.y <= HEIGHT
        assert bar.height > 0


def test_the_fullest_week_is_as_high_as_the_chart_and_the_last_is_marked() -> None:
    chart = chart_of([2, 8, 4])
    assert [bar.height for bar in chart.bars] == [HEIGHT / 4, HEIGHT, HEIGHT / 2]
    assert [bar.last for bar in chart.bars] == [False, False, True]
    assert chart.words == "3 weeks, oldest first: 2, 8, 4 papers"
