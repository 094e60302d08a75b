"""What readers call a part of arXiv (`cs.AI`, `hep-th`), and what OAI-PMH calls it (`cs:cs:AI`, `physics:hep-th`)."""

from broadsheet.errors import SettingsError
from broadsheet.model.categories import ARCHIVES, CATEGORIES, UNDIVIDED

# Archives that arXiv puts into its group physics; every other archive is a group of its own.
_PHYSICS = frozenset({"astro-ph", "cond-mat", "nlin", "physics", *UNDIVIDED})
_OTHERS = frozenset({*ARCHIVES, *UNDIVIDED}) - _PHYSICS
_ALL_PHYSICS = "grp_physics"  # as arXiv's own search calls the group; `physics` alone is the archive

# What together is all of arXiv, in feeds of fewer entries than the 2,000 at which arXiv cuts them.
ALL_FEEDS = ("cs", "+".join(sorted(_OTHERS - {"cs"})), "+".join(sorted(_PHYSICS)))


def _spec_of(name: str) -> str:
    archive, _, category = name.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    if category:
        return f"{group}:{archive}:{category}"
    return f"{group}:{archive}" if archive in _PHYSICS else group


_SPECS = {_ALL_PHYSICS: "physics"} | {name: _spec_of(name) for name in (*ARCHIVES, *UNDIVIDED, *CATEGORIES)}
# A setSpec with a colon may be written as such; without one it would be ambiguous for physics.
_NAMES = {name.casefold(): name for name in _SPECS} | {
    spec.casefold(): name for name, spec in _SPECS.items() if ":" in spec
}


def known_name(name: str) -> str:
    """Return an archive or category as arXiv writes it, whatever its case; SettingsError where there is none.

    `physics` is the archive of that name, `grp_physics` the group of all archives of physics.
    """
    if found := _NAMES.get(name.strip().casefold()):
        return found
    archives = ", ".join(sorted(_OTHERS | _PHYSICS))
    raise SettingsError(
        f"arXiv has no set {name!r}. There are {archives}, {_ALL_PHYSICS} for all of physics, "
        "and categories such as cs.AI or math.CO."
    )


def set_spec(name: str) -> str:
    """Return the setSpec of an archive or category; SettingsError where arXiv has none of this name."""
    return _SPECS[known_name(name)]


def feed_name(name: str) -> str:
    """Return what arXiv's RSS calls this set, with `+` between several archives."""
    name = known_name(name)
    return "+".join(sorted(_PHYSICS)) if name == _ALL_PHYSICS else name
