"""What the shipped model makes of texts."""

import re

import numpy as np
import pytest

from broadsheet.embed.base import Embedder
from broadsheet.embed.registry import SHIPPED, open_embedder

ATTENTION = "Attention Is All You Need\nThe Transformer, a translation model based solely on attention."
TRANSLATION = "A transformer with self-attention for machine translation, trained without recurrent layers"
GALAXIES = "Star formation rates in nearby spiral galaxies observed in the far infrared"


@pytest.fixture(scope="module")
def shipped() -> Embedder:
    return open_embedder(SHIPPED)


def test_related_texts_are_near_and_unrelated_ones_far(shipped: Embedder) -> None:
    attention, translation, galaxies = shipped.embed([ATTENTION, TRANSLATION, GALAXIES])
    assert attention @ translation > 0.6
    assert attention @ galaxies < 0.3
    assert translation @ galaxies < 0.3


def test_a_query_is_near_the_paper_that_answers_it(shipped: Embedder) -> None:
    query = shipped.embed_query("neural translation by attention")
    near, far = shipped.embed([TRANSLATION, GALAXIES])
    assert query @ near > 0.6
    assert query @ far < 0.3


def test_vectors_are_unit_rows_of_float32(shipped: Embedder) -> None:
    vectors = shipped.embed([ATTENTION, GALAXIES])
    assert vectors.shape == (2, shipped.dimensions) == (2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others(shipped: Embedder) -> None:
    others = [GALAXIES, "short", GALAXIES * 20, TRANSLATION[:40], ATTENTION]
    alone = shipped.embed([ATTENTION])[0]
    together = shipped.embed(others)[-1]
    assert alone @ together > 0.9999
    assert alone @ shipped.embed_query(ATTENTION) > 0.8  # queries may have a network of their own


def test_the_end_of_a_long_abstract_counts(shipped: Embedder) -> None:
    long = "A note\n" + "Stars form in clouds of gas and dust. " * 40
    plain, ending = shipped.embed([long, long + 6 * (TRANSLATION + ". ")])
    query = shipped.embed_query(TRANSLATION)
    assert query @ ending > query @ plain + 0.1


def test_order_is_kept(shipped: Embedder) -> None:
    texts = [GALAXIES, "x", ATTENTION, GALAXIES * 9, TRANSLATION]
    forward, backward = shipped.embed(texts), shipped.embed(texts[::-1])
    assert forward == pytest.approx(backward[::-1], abs=1e-3)


def test_no_text_gives_no_rows(shipped: Embedder) -> None:
    assert shipped.embed([]).shape == (0, 384)


@pytest.mark.parametrize("blank", ["", " \n\t ", "\u2003", "\x00", "\u200b"])
def test_blank_text_is_near_nothing(shipped: Embedder, blank: str) -> None:
    empty, full = shipped.embed([blank, GALAXIES])
    assert not empty.any()
    assert full.any()
    assert not shipped.embed_query(blank).any()


def test_a_huge_text_is_read_only_at_its_beginning(shipped: Embedder) -> None:
    huge = shipped.embed_query(GALAXIES + " and dust" * 1_200_000)
    assert huge @ shipped.embed_query(GALAXIES + " and dust" * 1000) > 0.9999


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "مرحبا", "e\u0301" * 500, "x" * 5000, "🧮"])
def test_odd_characters_have_a_vector(shipped: Embedder, odd: str) -> None:
    assert np.isfinite(shipped.embed_query(odd)).all()


def test_progress_counts_every_text_once(shipped: Embedder) -> None:
    steps: list[int] = []
    shipped.embed([ATTENTION, "", GALAXIES, GALAXIES], progress=steps.append)
    assert sum(steps) == 4


def test_the_name_tells_model_and_revision(shipped: Embedder) -> None:
    assert re.fullmatch(r"[a-z0-9-]+-[0-9]+", shipped.name)
