"""How long texts are cut into windows."""

import pytest
from tokenizers import Tokenizer

from broadsheet.embed.registry import MODELS, SHIPPED
from broadsheet.embed.windows import MAX_WINDOWS, WindowCutter, open_cutter

TITLE = "stars and dust"
LIMIT = 20


@pytest.fixture(scope="module")
def cutter() -> WindowCutter:
    return open_cutter(Tokenizer.from_file(str(MODELS[SHIPPED] / "tokenizer.json")), LIMIT)


def cut(cutter: WindowCutter, text: str, prefix: str = "") -> list[str]:
    return [cutter.tokenizer.decode(list(window)) for window in cutter.cut([text], prefix).tokens]


def test_a_short_text_is_one_window(cutter: WindowCutter) -> None:
    assert cut(cutter, f"{TITLE}\nin a cloud") == ["stars and dust in a cloud"]


def test_every_window_opens_with_the_title(cutter: WindowCutter) -> None:
    windows = cut(cutter, f"{TITLE}\n{'gas ' * 30}")
    assert [window.count("gas") for window in windows] == [15, 15]
    assert all(window.startswith("stars and dust gas") for window in windows)


def test_a_first_line_too_long_for_a_title_is_read_once(cutter: WindowCutter) -> None:
    windows = cut(cutter, f"{'dust ' * 6}\n{'gas ' * 30}")
    assert [window.count("dust") for window in windows] == [6, 0]


def test_windows_open_with_the_prefix_where_there_is_no_title(cutter: WindowCutter) -> None:
    windows = cut(cutter, "gas " * 30, prefix="passage ")
    assert all(window.startswith("passage gas") for window in windows)


@pytest.mark.parametrize("words", range(1, 200, 7))
def test_windows_hold_every_word_up_to_the_limit(cutter: WindowCutter, words: int) -> None:
    windows = cutter.cut(["gas " * words], "").tokens
    assert sum(len(window) - 2 for window in windows) == min(words, MAX_WINDOWS * (LIMIT - 2))
    assert all(2 < len(window) <= LIMIT for window in windows)


def test_each_window_knows_its_text(cutter: WindowCutter) -> None:
    windows = cutter.cut(["gas", " ", "dust " * 30], "")
    assert windows.owners.tolist() == [0, 2, 2]
