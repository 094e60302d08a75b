"""The rise of a topic as a small chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.render.fragments import counted

WIDTH, HEIGHT = 96, 28
_GAP = 2
_LEAST = 1.5  # so that a week without papers is seen as one


@dataclass(frozen=True, slots=True)
class Bar:
    """One week. The last one is the one that the edition is about."""

    x: float
    y: float
    width: float
    height: float
    last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right, and the same in words."""

    bars: tuple[Bar, ...]
    words: str


def chart_of(weekly: Sequence[int]) -> Chart:
    """Draw papers by week, oldest first."""
    words = f"{counted(len(weekly), 'week')}, oldest first: {', '.join(map(str, weekly))} papers"
    fullest = max(weekly, default=0)
    if fullest <= 0:
        return Chart((), words)
    step = WIDTH / len(weekly)
    bars = (
        _bar(place * step, step - min(_GAP, step / 2), count / fullest, last=place == len(weekly) - 1)
        for place, count in enumerate(weekly)
    )
    return Chart(tuple(bars), words)


def _bar(x: float, width: float, share: float, *, last: bool) -> Bar:
    height = max(_LEAST, share * HEIGHT)
    return Bar(round(x, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1), last)
