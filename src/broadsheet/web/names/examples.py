"""What can be typed into the search box, by example."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it finds."""

    query: str
    meaning: str


EXAMPLES = (
    Example(
        "teaching robots by demonstration", "Papers about this, by word and by meaning; not every word must occur."
    ),
    Example('"loss landscape"', "Papers with exactly this phrase."),
    Example("diffusion -image", "Papers about diffusion without the word image."),
    Example("transformer AND (protein OR molecule)", "Both sides of AND must occur; of OR one is enough."),
    Example("title:attention", "The word stands in the title. The same with abstract:."),
    Example('author:"Yann LeCun"', "A person of this name is among the authors."),
    Example("cat:cs.LG", "One category. cat:cs covers all of computer science."),
    Example("after:2025-03 before:2026", "Listed from March 2025 to the end of 2025."),
    Example("after:30d has:code", "From the last thirty days, with a link to code. has:pdf works alike."),
    Example(
        "has:results kind:system", "Systems whose abstracts claim results. kind:survey, theory, dataset and others."
    ),
    Example(
        "dataset:imagenet", "Uses this data or benchmark; CIFAR10 and CIFAR-10 are one. system: finds who made it."
    ),
    Example("year:2023..2025", "Published in these years."),
    Example("source:arxiv sort:oldest", "Known to this source, the oldest first. Also newest and relevance."),
    Example("arxiv:1706.03762", "Goes to the paper. A DOI, an ACL id and their web addresses do the same."),
)
