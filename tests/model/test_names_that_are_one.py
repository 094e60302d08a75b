"""When two names are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.entities import entity_key


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("CIFAR-10", "CIFAR10", "cifar 10", "CIFAR-10 dataset", "the CIFAR-10 benchmark"), "cifar10"),
        (("COCO", "MS COCO", "MS-COCO", "Microsoft COCO", "COCO data set"), "coco"),
        (("ImageNet", "ImageNet-1k", "ImageNet-1K", "ILSVRC 2012", "ILSVRC"), "imagenet"),
        (("ImageNet-21k", "ImageNet-22K"), "imagenet21k"),
        (("VOC 2007", "PASCAL VOC 2007", "Pascal VOC2007"), "pascalvoc2007"),
        (("$\\tau^2$-bench", "τ²-Bench", "tau2-bench"), "tau2bench"),
        (("$\\textbf{Entro}$Router", "\\textsc{EntroRouter}", "$\\bf{E}$ntroRouter", "EntroRouter"), "entrorouter"),
        (("$\\varepsilon$-Greedy", "$\\epsilon$-greedy", "ε-Greedy"), "epsilongreedy"),
        (("\\itNet", "itNet"), "itnet"),  # no command: letters follow
        (("LLMs", "LLM"), "llm"),
        (("Gaia DR3", "Gaia-DR3"), "gaiadr3"),
    ],
)
def test_ways_to_write_a_name_are_one(names: tuple[str, ...], key: str) -> None:
    assert {entity_key(name) for name in names} == {key}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIFAR-10", "CIFAR-100"),
        ("CIFAR-100", "CIFAR-100 (Fine)"),
        ("Gaia DR2", "Gaia DR3"),
        ("PFGM", "PFGM++"),
        ("ImageNet", "ImageNet-C"),
        ("ImageNet", "ImageNet-21k"),
        ("LSUN", "LSUN Bedroom"),
        ("AlpacaEval", "AlpacaEval 2.0"),
        ("COCO", "COCO 2017"),
    ],
)
def test_versions_sizes_parts_and_variants_are_their_own(one: str, other: str) -> None:
    assert entity_key(one) != entity_key(other)


def test_a_name_that_only_says_its_kind_is_kept() -> None:
    assert entity_key("Benchmark") == "benchmark"
    assert entity_key("The") == "the"
    assert entity_key("—") == ""


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert entity_key(entity_key(name)) == entity_key(name)
