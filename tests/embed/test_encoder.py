"""What the shipped model makes of texts."""

import numpy as np
import pytest

from broadsheet.embed.base import Embedder
from broadsheet.embed.registry import open_embedder

ATTENTION = "Attention Is All You Need\nThe Transformer, a translation model based solely on attention."
TRANSLATION = "A transformer with self-attention for machine translation, trained without recurrent layers"
GALAXIES = "Star formation rates in nearby spiral galaxies observed in the far infrared"


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return open_embedder("minilm")


def test_related_texts_are_near_and_unrelated_ones_far(minilm: Embedder) -> None:
    attention, translation, galaxies = minilm.embed([ATTENTION, TRANSLATION, GALAXIES])
    assert attention @ translation > 0.6
    assert attention @ galaxies < 0.3
    assert translation @ galaxies < 0.3


def test_a_query_is_near_the_paper_that_answers_it(minilm: Embedder) -> None:
    query = minilm.embed_query("neural translation by attention")
    near, far = minilm.embed([TRANSLATION, GALAXIES])
    assert query @ near > 0.6
    assert query @ far < 0.3


def test_vectors_are_unit_rows_of_float32(minilm: Embedder) -> None:
    vectors = minilm.embed([ATTENTION, GALAXIES])
    assert vectors.shape == (2, minilm.dimensions) == (2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others(minilm: Embedder) -> None:
    others = [GALAXIES, "short", GALAXIES * 20, TRANSLATION[:40], ATTENTION]
    alone = minilm.embed([ATTENTION])[0]
    together = minilm.embed(others)[-1]
    assert alone @ together > 0.9999
    assert alone @ minilm.embed_query(ATTENTION) > 0.9999


def test_the_end_of_a_long_abstract_counts(minilm: Embedder) -> None:
    long = "A note\n" + "Stars form in clouds of gas and dust. " * 40
    plain, ending = minilm.embed([long, long + 6 * (TRANSLATION + ". ")])
    query = minilm.embed_query(TRANSLATION)
    assert query @ ending > query @ plain + 0.1


def test_order_is_kept(minilm: Embedder) -> None:
    texts = [GALAXIES, "x", ATTENTION, GALAXIES * 9, TRANSLATION]
    forward, backward = minilm.embed(texts), minilm.embed(texts[::-1])
    assert forward == pytest.approx(backward[::-1], abs=1e-3)


def test_no_text_gives_no_rows(minilm: Embedder) -> None:
    assert minilm.embed([]).shape == (0, 384)


@pytest.mark.parametrize("blank", ["", " \n\t ", "\u2003", "\x00", "\u200b"])
def test_blank_text_is_near_nothing(minilm: Embedder, blank: str) -> None:
    empty, full = minilm.embed([blank, GALAXIES])
    assert not empty.any()
    assert full.any()
    assert not minilm.embed_query(blank).any()


def test_a_huge_text_is_read_only_at_its_beginning(minilm: Embedder) -> None:
    huge = minilm.embed_query(GALAXIES + " and dust" * 1_200_000)
    assert huge @ minilm.embed_query(GALAXIES + " and dust" * 1000) > 0.9999


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "مرحبا", "e\u0301" * 500, "x" * 5000, "🧮"])
def test_odd_characters_have_a_vector(minilm: Embedder, odd: str) -> None:
    assert np.isfinite(minilm.embed_query(odd)).all()


def test_progress_counts_every_text_once(minilm: Embedder) -> None:
    steps: list[int] = []
    minilm.embed([ATTENTION, "", GALAXIES, GALAXIES], progress=steps.append)
    assert sum(steps) == 4


def test_the_name_tells_model_and_revision(minilm: Embedder) -> None:
    assert minilm.name == "minilm-l6-int8-1"
