"""arXiv's categories, told from the MSC and ACM classes that authors write beside them."""

import re
from collections.abc import Iterable

_ARCHIVES = (
    "astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th "
    "physics q-bio q-fin quant-ph stat acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph "
    "cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con"
)
_CATEGORY = re.compile(rf"(?:{'|'.join(_ARCHIVES.split())})(?:\.[A-Z]{{2}}|\.[a-z]+(?:-[a-z]+)?)?")


def arxiv_categories(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are arXiv categories, each once, in the order given (primary first)."""
    return tuple(dict.fromkeys(value for value in values if _CATEGORY.fullmatch(value)))
