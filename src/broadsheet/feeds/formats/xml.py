"""What the XML formats share."""

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
GENERATOR = "Broadsheet"


def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element with its text; lxml raises ValueError for what XML cannot hold."""
    made = etree.SubElement(parent, tag, attributes)
    if text:
        made.text = text
    return made


def document(root: etree._Element) -> bytes:
    """Write a whole document in UTF-8."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
