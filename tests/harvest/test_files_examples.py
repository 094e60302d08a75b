"""The examples in the documentation are read as the documentation says."""

import pytest
from files_samples import FORMAT_OF, examples, read, record

from broadsheet.harvest.files import ADAPTERS
from broadsheet.model.raw import RawRecord


def test_every_format_has_an_example() -> None:
    assert examples().keys() == ADAPTERS.keys()


@pytest.mark.parametrize("name", sorted(FORMAT_OF.values()))
def test_example_is_recognised(name: str) -> None:
    (found,) = read(examples()[name])
    assert isinstance(found, RawRecord)
    assert found.format == name


@pytest.mark.parametrize("name", sorted(set(FORMAT_OF.values()) - {"acl_xml"}))
def test_examples_are_all_the_same_paper(name: str) -> None:
    assert record(examples()[name]).title == "Wasserstein GAN"


@pytest.mark.parametrize("name", sorted(set(FORMAT_OF.values()) - {"acl_xml", "page_text", "starter"}))
def test_examples_give_the_arxiv_id(name: str) -> None:
    assert record(examples()[name]).arxiv_id == "1701.07875"


@pytest.mark.parametrize("name", sorted(FORMAT_OF.values()))
def test_chunk_borders_make_no_difference(name: str) -> None:
    data = examples()[name].encode()
    assert read(data, step=1) == read(data, step=7) == read(data)
