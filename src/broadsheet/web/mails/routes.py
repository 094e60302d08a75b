"""The addresses that stand in mails."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.http.roles import for_everybody, in_person
from broadsheet.web.mails import bounced, confirm, unsubscribe

MAILS = (
    Route("/unsubscribe/{token}", unsubscribe.page),
    Route("/unsubscribe/{token}", for_everybody(unsubscribe.act), methods=["POST"]),
    Route("/confirm/{token}", confirm.page),
    Route("/confirm/{token}", for_everybody(confirm.act), methods=["POST"]),
    Route(links.MAIL_AGAIN, in_person(bounced.lift), methods=["POST"]),
)
