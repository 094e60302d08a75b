"""The ACL Anthology, read from a checkout of its data: docs/sources/acl.md."""

from broadsheet.harvest.sources.acl.fetch import harvest
from broadsheet.harvest.sources.base import Source

SOURCE = Source(
    name="acl",
    title="ACL Anthology",
    about="Papers of computational linguistics as they were published, from a checkout of the Anthology's data.",
    harvest=harvest,
    # Its records are those of the file format acl_xml.
    takes_folder=True,
    every=24.0,
)
