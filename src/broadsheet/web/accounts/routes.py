"""The pages of accounts; without accounts each of them says that there are none."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.accounts import account, forgotten, joining, readers, sign_in
from broadsheet.web.http.roles import for_admins, for_everybody, in_person

ACCOUNTS = (
    Route(links.SIGN_IN, sign_in.sign_in),
    Route(links.SIGN_IN, for_everybody(sign_in.enter), methods=["POST"]),
    Route(links.SIGN_OUT, for_everybody(sign_in.leave), methods=["POST"]),
    Route(links.REGISTER, joining.register),
    Route(links.REGISTER, for_everybody(joining.ask), methods=["POST"]),
    Route("/invitations/{held}", joining.opening),
    Route("/invitations/{held}", for_everybody(joining.open_account), methods=["POST"]),
    Route("/registrations/{held}", joining.opening),
    Route("/registrations/{held}", for_everybody(joining.open_account), methods=["POST"]),
    Route(links.FORGOTTEN, forgotten.forgotten),
    Route(links.FORGOTTEN, for_everybody(forgotten.ask), methods=["POST"]),
    Route("/passwords/{held}", forgotten.new_password),
    Route("/passwords/{held}", for_everybody(forgotten.replace), methods=["POST"]),
    Route("/addresses/{held}", forgotten.new_address),
    Route("/addresses/{held}", for_everybody(forgotten.confirm), methods=["POST"]),
    Route(links.ACCOUNT, in_person(account.account_page)),
    Route(links.account("export"), in_person(account.export)),
    Route(links.account("profile"), in_person(account.change_profile), methods=["POST"]),
    Route(links.account("password"), in_person(account.change_password), methods=["POST"]),
    Route(links.account("address"), in_person(account.change_address), methods=["POST"]),
    Route(links.account("sessions"), in_person(account.end_sessions), methods=["POST"]),
    Route(links.account("tokens"), in_person(account.make_token), methods=["POST"]),
    Route(links.account("tokens/removed"), in_person(account.remove_token), methods=["POST"]),
    Route(links.account("delete"), in_person(account.delete), methods=["POST"]),
    Route(links.READERS, for_admins(in_person(readers.readers))),
    Route(links.READERS, for_admins(in_person(readers.invite)), methods=["POST"]),
    Route(f"{links.READERS}/invitations/withdrawn", for_admins(in_person(readers.withdraw)), methods=["POST"]),
    Route(f"{links.READERS}/{{id}}/{{what}}", for_admins(in_person(readers.change)), methods=["POST"]),
)
