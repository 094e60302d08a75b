"""The cookies of a site with accounts."""

from dataclasses import dataclass

from starlette.responses import Response

from broadsheet.settings import Settings


@dataclass(frozen=True, slots=True)
class CookieNames:
    """Under which names a browser holds its session, and before it has one, what its forms are bound to.

    Where the site is reached by https, the names begin with `__Host-`: browsers then take such cookies only over
    https and from this host itself (RFC 6265bis).
    """

    session: str
    visit: str
    secure: bool

    def set_visit(self, held: str) -> str:
        """Return the header that makes a browser hold this until it is closed."""
        secure = "; Secure" if self.secure else ""
        return f"{self.visit}={held}; Path=/; HttpOnly; SameSite=Lax{secure}"

    def sign_in(self, response: Response, held: str, seconds: int) -> None:
        """Make a browser hold a session."""
        response.set_cookie(
            self.session, held, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.secure
        )
        response.delete_cookie(self.visit, path="/", httponly=True, samesite="lax", secure=self.secure)

    def sign_out(self, response: Response) -> None:
        """Make a browser forget its session."""
        response.delete_cookie(self.session, path="/", httponly=True, samesite="lax", secure=self.secure)


def cookie_names(settings: Settings) -> CookieNames:
    """Return the names of cookies on a site with these settings."""
    secure = settings.address.startswith("https://")
    prefix = "__Host-" if secure else ""
    return CookieNames(f"{prefix}session", f"{prefix}visit", secure)
