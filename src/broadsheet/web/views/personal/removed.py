"""A follow that was just removed, carried by the address of the next page so that it can be brought back."""

from dataclasses import asdict
from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request

from broadsheet.model.follow import Follow
from broadsheet.store import secrets
from broadsheet.web.site import site_of

_SECRET = "follows"  # noqa: S105  (its name)


def sign_removed(request: Request, follow: Follow) -> str:
    """Write a follow so that only this library can have written it."""
    written = _serializer(request).dumps({**asdict(follow), "made": follow.made.isoformat()})
    return written.decode() if isinstance(written, bytes) else written


def read_removed(request: Request, token: str) -> Follow | None:
    """Read a follow that this library wrote, None where it did not."""
    try:
        fields = _serializer(request).loads(token)
    except BadData:
        return None
    return Follow(**{**fields, "made": datetime.fromisoformat(fields["made"])})


def _serializer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(secrets.get(site_of(request).services.database, _SECRET), salt="removed")
