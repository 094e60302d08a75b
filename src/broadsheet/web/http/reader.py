"""Who asks for a page."""

from starlette.requests import Request

from broadsheet.model.reader import LOCAL


def reader_of(request: Request) -> str:
    """Return the id of the reader who asks, empty for nobody known."""
    reader: str = request.scope.get("broadsheet.reader", LOCAL)
    return reader


def need_reader(request: Request) -> str:
    """Return the id of the reader who asks."""
    return reader_of(request)
