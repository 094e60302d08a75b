"""The report of one harvest."""

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.store import harvests
from broadsheet.web.http.respond import follow, show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.harvests import run_page


def harvest(request: Request) -> Response:
    """Show everything that is kept of one harvest."""
    given: str = request.path_params["run"]
    site, following = site_of(request), "follow" in request.query_params
    with site.services.database.read() as connection:
        run = (
            harvests.get_run(connection, int(given))
            if given.isascii() and given.isdigit() and len(given) < 10
            else None
        )
        if run is None:
            raise NotFound(
                "No report of a harvest has this number. Old ones are let go of; the status page has the last."
            )
        page = run_page(site, connection, run, following=following)
    frame = frame_for(
        request,
        f"{page.title}, harvest {run.id} · Broadsheet",
        canonical=links.harvest(run.id),
        section="status",
        hidden=True,
    )
    answer = show(request, "pages/harvest.html", frame, page)
    return follow(answer) if following and page.running else answer
