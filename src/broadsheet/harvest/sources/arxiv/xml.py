"""XML from arXiv, parsed without entities, network or patience for broken documents."""

from typing import Any

from lxml import etree

from broadsheet.errors import BadAnswer, BadRecord

_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
# Not allowed in XML 1.0, and yet in some abstracts; without them the rest of the page can be read.
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})


def parse_answer(body: bytes, roots: tuple[str, ...], what: str) -> Any:
    """Return the root of a document that has one of these roots; BadAnswer where it is broken or something else."""
    body = body.strip()
    try:
        root = _parse(body)
    except etree.XMLSyntaxError as error:
        cleaned = body.translate(None, _CONTROLS)
        if len(cleaned) == len(body):
            raise BadAnswer(_why(body, what, error)) from None
        try:
            root = _parse(cleaned)
        except etree.XMLSyntaxError as still:
            raise BadAnswer(_why(body, what, still)) from None
    if root.getroottree().docinfo.internalDTD is not None or local(root) not in roots:
        raise BadAnswer(f"something else came in place of {what}: a document of the kind {local(root)[:40]!r}")
    return root


def parse_payload(payload: bytes) -> Any:
    """Return the root of one record; BadRecord where it is no XML."""
    try:
        return _parse(payload)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadRecord(f"not well-formed XML: {error}") from None


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def texts(element: Any) -> dict[str, str]:
    """Return the text of each child by its local name; of several of one name the first."""
    found: dict[str, str] = {}
    for child in element:
        if child.text:
            found.setdefault(local(child), child.text)
    return found


def canonical(element: Any) -> bytes:
    """Return an element as bytes that are the same in whatever document it stood (exclusive C14N), in UTF-8.

    BadAnswer where a namespace of the document is no absolute URI: Canonical XML has no form for it.
    """
    try:
        return bytes(etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False))
    except etree.C14NError:
        raise BadAnswer("a document with a namespace that is no absolute address came") from None


def _parse(body: bytes) -> Any:
    return etree.fromstring(body, etree.XMLParser(**_SAFE))


def _why(body: bytes, what: str, error: etree.XMLSyntaxError) -> str:
    if b"<html" in body[:2_000].lower():
        return f"a page of HTML came in place of {what}"
    return f"{what} came broken: {error.msg}"
