"""JSON Lines of the starter catalog: a number, a title, and a sentence of ours that sums the paper up."""

from broadsheet.harvest.files.fields.values import Fields, get_abstract, get_title, load_object
from broadsheet.model.names import title_key
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord

FORMAT = "starter"


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout."""
    return fields.keys() == {"n", "title", "summary"}


def adapt(raw: RawRecord) -> Record:
    """Read one line; the sentence is a summary, not an abstract."""
    fields = load_object(raw.payload)
    title = get_title(fields)
    summary = get_abstract(fields, "summary")
    return Record("starter", title_key(title) or title, title, summary=summary)
