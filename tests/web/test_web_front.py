"""The front page, days, weeks, months, and the colours."""

from starlette.testclient import TestClient

from site_fixtures import TestSite, select, texts


def test_the_front_shows_the_latest_day_first(reader: TestClient) -> None:
    page = reader.get("/").text
    assert texts(page, "//h1") == ["Saturday, 21 November 2026"]
    assert texts(page, "//article//h2")[0] == "The Principles of Deep Learning Theory"


def test_a_thin_front_goes_on_with_the_days_before(reader: TestClient) -> None:
    page = reader.get("/").text
    days = texts(page, "//h2[@class='day']/a")
    assert days[:2] == ["Thursday, 1 April 2021", "Friday, 19 June 2020"]
    assert "Denoising Diffusion Probabilistic Models" in texts(page, "//article//h3")


def test_a_new_library_is_welcomed(starter_site: TestSite, reader: TestClient) -> None:
    page = starter_site.client().get("/").text
    assert texts(page, "//h2[@id='welcome']") == ["Welcome to your library"]
    assert "400 papers" in page
    assert "broadsheet import" in page
    assert not texts(reader.get("/").text, "//h2[@id='welcome']")


def test_a_full_day_has_a_lead_and_is_gone_through_page_by_page(starter_site: TestSite) -> None:
    reader = starter_site.client()
    front = reader.get("/").text
    assert len(texts(front, "//*[@class='lead']//h2")) == 1
    assert len(texts(front, "//*[@class='seconds']//article")) == 3
    assert texts(front, "//*[@class='more']") == ["All 400 papers of Saturday, 21 November 2026"]
    pages = [reader.get(f"/days/2026-11-21?page={number}").text for number in range(1, 9)]
    titles = [title for page in pages for title in texts(page, "//article//h2")]
    assert len(titles) == len(set(titles)) == 400


def test_starter_sentences_are_labelled_as_summaries(starter_site: TestSite) -> None:
    front = starter_site.client().get("/").text
    teasers = texts(front, "//p[@class='teaser']")
    assert len(teasers) > 30
    assert all(teaser.startswith("Summary ") for teaser in teasers)
    assert "Abstract" not in front


def test_moves_lead_to_the_nearest_days_with_papers(reader: TestClient) -> None:
    tree = reader.get("/days/2020-06-19").text
    assert select(tree, "//nav//a[@rel='prev']/@href") == ["/days/2020-01-24"]
    assert select(tree, "//nav//a[@rel='next']/@href") == ["/days/2021-04-01"]
    assert select(tree, "//link[@rel='prev']/@href") == ["/days/2020-01-24"]
    assert {"/weeks/2020-W25", "/months/2020-06"} <= set(select(tree, "//nav//a/@href"))


def test_the_first_day_has_nothing_before_it(reader: TestClient) -> None:
    assert not select(reader.get("/days/1997-11-15").text, "//a[@rel='prev']")
    assert not select(reader.get("/days/2026-11-21").text, "//a[@rel='next']")


def test_a_month_shows_its_days_apart(reader: TestClient) -> None:
    page = reader.get("/months/1997-11").text
    assert texts(page, "//h1") == ["November 1997"]
    assert texts(page, "//h2[@class='day']/a") == ["Thursday, 27 November 1997", "Saturday, 15 November 1997"]


def test_a_week_says_from_when_to_when(reader: TestClient) -> None:
    page = reader.get("/weeks/2017-W24").text
    assert texts(page, "//h1") == ["Week 24 of 2017"]
    assert "12 Jun 2017 to 18 Jun 2017" in texts(page, "//div[@class='page-head']")[0]


def test_the_calendar_leads_to_days_with_papers_only(reader: TestClient) -> None:
    tree = reader.get("/months/1997-11").text
    assert select(tree, "//section[@class='calendar']//td/a/@href") == ["/days/1997-11-15", "/days/1997-11-27"]
    assert select(tree, "//section[@class='calendar']//p//a/@href") == ["/months/2015-03"]


def test_sections_count_the_categories_of_the_days_shown(reader: TestClient) -> None:
    tree = reader.get("/days/2020-06-19").text
    links = dict(
        zip(
            select(tree, "//ul[@class='counts']//a/text()"), select(tree, "//ul[@class='counts']//a/@href"), strict=True
        )
    )
    assert set(links) == {"Machine Learning", "Statistics: Machine Learning"}
    found = reader.get(links["Machine Learning"]).text
    assert texts(found, "//article//h2") == ["Denoising Diffusion Probabilistic Models"]


def test_colours_chosen_are_kept_in_a_cookie(site: TestSite) -> None:
    reader = site.client()
    assert select(reader.get("/about").text, "/html/@data-theme") == []
    answer = reader.post("/preferences/theme", data={"theme": "dark", "back": "/search?q=a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=a")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert select(reader.get("/about").text, "/html/@data-theme") == ["dark"]
    reader.post("/preferences/theme", data={"theme": "auto", "back": "/"})
    assert select(reader.get("/about").text, "/html/@data-theme") == []


def test_a_forged_cookie_changes_nothing(site: TestSite) -> None:
    page = site.client(cookie='theme="><script>').get("/about").text
    assert select(page, "/html/@data-theme") == []
