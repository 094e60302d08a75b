"""The ACL Anthology from a checkout: one page a file, what did not change is passed over."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.acl import SOURCE
from broadsheet.harvest.sources.base import Wanted
from broadsheet.model.paper import Paper, Version
from broadsheet.store import papers
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround

VOLUME = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="{collection}">
  <volume id="long">
    <meta><booktitle>Proceedings of Looms</booktitle><year>2026</year></meta>
    <frontmatter><url>x</url></frontmatter>
{papers}
  </volume>
</collection>
"""
PAPER = '<paper id="{number}"><title>{title}</title><author><first>Ada</first><last>Byron</last></author>{more}</paper>'


def volume(collection: str, *titles: str, more: str = "") -> str:
    found = [PAPER.format(number=number, title=title, more=more) for number, title in enumerate(titles, 1)]
    return VOLUME.format(collection=collection, papers="\n".join(found))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with two collections."""
    folder = tmp_path / "acl-anthology"
    (folder / "data" / "xml").mkdir(parents=True)
    (folder / "data" / "yaml").mkdir()
    write(folder, "2026.loom.xml", volume("2026.loom", "Looms", "Spindles"))
    write(folder, "2026.warp.xml", volume("2026.warp", "Warp", "Weft"))
    return folder


def write(checkout: Path, name: str, text: str) -> None:
    (checkout / "data" / "xml" / name).write_text(text)


@pytest.fixture
def ground(database: Database, make_ground: MakeGround, checkout: Path) -> Ground:
    return make_ground(database, acl_folder=str(checkout))


def run(ground: Ground, **wanted: Any) -> tuple[str, RunReport]:
    stored = harvest(ground, SOURCE, Wanted(**wanted))
    return stored.verdict, read_report(stored.report)


def paper(ground: Ground, acl_id: str) -> Paper:
    with ground.database.read() as connection:
        found = papers.get_by_id(connection, f"acl:{acl_id}")
    assert found is not None
    return found


@pytest.mark.parametrize("text", [volume("2026.x", "Threads"), "<html>"])
def test_names_that_are_no_text_stop_nothing(ground: Ground, checkout: Path, text: str) -> None:
    write(checkout, os.fsdecode(b"2026.caf\xe9.xml"), text)
    verdict, report = run(ground)
    assert (verdict, report.new + report.refused) == ("fine", 5)


def test_every_file_is_a_page(ground: Ground) -> None:
    verdict, report = run(ground)
    assert (verdict, report.pages, report.new, report.requests) == ("fine", 2, 4, 0)
    found = paper(ground, "2026.loom-long.1")
    assert (found.title, found.venue, found.authors[0].family) == ("Looms", "Proceedings of Looms", "Byron")


@pytest.mark.parametrize("place", ["data", "data/xml"])
def test_the_data_folder_or_the_files_alone_will_do(ground: Ground, checkout: Path, place: str) -> None:
    assert run(ground, folder=str(checkout / place))[1].new == 4


def test_what_did_not_change_is_passed_over(ground: Ground, checkout: Path) -> None:
    run(ground)
    write(checkout, "2026.warp.xml", volume("2026.warp", "Warp", "Weft", "Woof"))
    _, report = run(ground)
    assert (report.read, report.new, report.unchanged) == (3, 1, 2)
    assert report.notes == ["1 of 2 files are as they were and were passed over."]


def test_a_fresh_checkout_of_the_same_data_brings_nothing(ground: Ground, checkout: Path) -> None:
    run(ground)
    for file in (checkout / "data" / "xml").iterdir():
        os.utime(file, ns=(0, 0))
    assert run(ground)[1].read == 0
    assert run(ground)[1].notes == ["2 of 2 files are as they were and were passed over."]


def test_a_harvest_that_ended_early_goes_on_at_the_file_where_it_stopped(ground: Ground) -> None:
    verdict, report = run(ground, limit=3)
    assert (verdict, report.read) == ("partial", 3)
    _, report = run(ground)
    assert (report.read, report.new, report.unchanged) == (2, 1, 1)


def test_a_broken_file_is_refused_with_its_line_and_the_others_go_on(ground: Ground, checkout: Path) -> None:
    write(checkout, "2026.loom.xml", volume("2026.loom", "Looms", "Spindles").replace("</volume>", ""))
    verdict, report = run(ground)
    assert (verdict, report.new, report.refused) == ("fine", 4, 1)
    (refusal,) = report.refusals
    assert refusal["origin"].endswith("2026.loom.xml")
    assert (refusal["unit"], refusal["position"]) == ("line", 9)
    assert refusal["reason"].startswith("not well-formed XML")


def test_a_broken_file_is_read_again_until_it_is_mended(ground: Ground, checkout: Path) -> None:
    write(checkout, "2026.loom.xml", volume("2026.loom", "Looms")[:-40])
    run(ground)
    assert run(ground)[1].refused == 1
    write(checkout, "2026.loom.xml", volume("2026.loom", "Looms"))
    assert run(ground)[1].refused == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><title>Not found</title></html>", "it is no collection of the ACL Anthology"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><collection id="x"/>', "it declares XML entities"),
        ("", "it is no collection of the ACL Anthology"),
    ],
)
def test_files_that_are_none_of_the_anthology_are_refused(
    ground: Ground, checkout: Path, content: str, reason: str
) -> None:
    write(checkout, "strange.xml", content)
    _, report = run(ground)
    assert (report.new, len(report.refusals)) == (4, 1)
    assert report.refusals[0]["reason"].startswith(reason)


def test_a_collection_without_papers_is_nothing_bad(ground: Ground, checkout: Path) -> None:
    write(checkout, "2026.empty.xml", volume("2026.empty"))
    assert run(ground)[1].refused == 0


def test_retracted_and_removed_papers_say_why(ground: Ground, checkout: Path) -> None:
    retracted = '<retracted date="2026-05-06">Wrong <i>track</i>.</retracted>'
    write(checkout, "2026.loom.xml", volume("2026.loom", "Looms", more=retracted))
    write(checkout, "2026.warp.xml", volume("2026.warp", "Warp", more="<removed/>"))
    run(ground)
    found = paper(ground, "2026.loom-long.1")
    assert (found.standing, found.standing_note) == ("retracted", "Wrong track. (2026-05-06)")
    found = paper(ground, "2026.warp-long.1")
    assert (found.standing, found.standing_note) == ("deleted", "")


def test_revisions_are_versions(ground: Ground, checkout: Path) -> None:
    revision = '<revision id="2" href="x" hash="y" date="2026-06-01">A sum.</revision><revision id="a"/>'
    write(checkout, "2026.loom.xml", volume("2026.loom", "Looms", more=revision))
    run(ground)
    assert paper(ground, "2026.loom-long.1").versions == (Version(1), Version(2, date(2026, 6, 1)))


def test_without_a_folder_it_says_what_to_get_and_where_to_name_it(database: Database, make_ground: MakeGround) -> None:
    verdict, report = run(make_ground(database))
    assert verdict == "failed"
    assert "git clone --depth 1 https://github.com/acl-org/acl-anthology" in report.message
    assert "BROADSHEET_ACL_FOLDER" in report.message


def test_a_folder_without_files_is_named(ground: Ground, tmp_path: Path) -> None:
    verdict, report = run(ground, folder=str(tmp_path / "elsewhere"))
    assert verdict == "failed"
    assert f"There are no XML files in {tmp_path / 'elsewhere'}" in report.message


def test_it_cannot_be_asked_for_single_papers(ground: Ground) -> None:
    assert "cannot be asked for single papers" in run(ground, ids=("P19-1001",))[1].message
