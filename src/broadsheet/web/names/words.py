"""Names that pages show for what the program knows by a key."""

from broadsheet import links
from broadsheet.model.facts import FactKind

# Section (as in Frame.section), its name in the menu, its address.
MENU = (
    ("front", "Front page", links.HOME),
    ("for-you", "For you", links.FOR_YOU),
    ("editions", "Editions", links.EDITIONS),
    ("saved", "Saved", links.SAVED),
    ("digests", "Digests", links.DIGESTS),
    ("categories", "Categories", links.CATEGORIES),
    ("search", "Search", links.SEARCH),
    ("status", "Status", links.STATUS),
    ("about", "About", links.ABOUT),
)

THEME_NAMES = (("auto", "Auto"), ("light", "Light"), ("dark", "Dark"))

WEEKDAYS = (
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
)

# What services count, in the order in which pages show it.
SIGNAL_NAMES = {
    "citations": "Citations",
    "influential_citations": "Influential citations",
    "fwci": "Field-weighted impact",
    "references": "References",
    "upvotes": "Upvotes",
    "comments": "Comments",
    "stars": "GitHub stars",
    "forks": "Forks",
    "open_issues": "Open issues",
    "pushed": "Last push",
    "models": "Models",
    "datasets": "Datasets",
    "spaces": "Demos",
}

# What is read of papers, in the order in which a paper's page shows it: of one, of several.
FACT_NAMES: dict[FactKind, tuple[str, str]] = {
    "kind": ("Kind of paper", "Kinds of paper"),
    "line": ("What it is", "What it is"),
    "system": ("System", "Systems"),
    "result": ("Claimed result", "Claimed results"),
    "dataset": ("Data", "Data"),
    "code": ("Code", "Code"),
    "project": ("Project page", "Project pages"),
}

PAPER_KIND_NAMES: dict[str, str] = {
    "method": "Method",
    "theory": "Theory",
    "system": "System or tool",
    "dataset": "Dataset",
    "benchmark": "Benchmark",
    "survey": "Survey",
    "analysis": "Analysis",
}

# The parts of a score, as a reader is told.
PART_NAMES = {"attention": "Attention", "surge": "Surge", "substance": "Substance"}

PERIOD_NAMES = {"day": "Day", "week": "Week", "month": "Month"}

SOURCE_NAMES = {
    "acl": "ACL Anthology",
    "arxiv": "arXiv",
    "bibtex": "BibTeX file",
    "biorxiv": "bioRxiv",
    "broadsheet": "Broadsheet export",
    "crossref": "Crossref",
    "csl": "CSL-JSON file",
    "github": "GitHub",
    "huggingface": "Hugging Face Papers",
    "openalex": "OpenAlex",
    "medrxiv": "medRxiv",
    "page": "Saved page",
    "ris": "RIS file",
    "semanticscholar": "Semantic Scholar",
    "starter": "Starter catalog",
}
