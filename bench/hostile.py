"""Texts that are hard on patterns: each maker gives a text of about the wanted length."""

from collections.abc import Callable, Mapping


def _repeated(piece: str, *, opening: str = "", closing: str = "") -> Callable[[int], str]:
    return lambda length: opening + piece * (length // len(piece)) + closing


HOSTILE: Mapping[str, Callable[[int], str]] = {
    **{
        piece[:24]: _repeated(piece)
        for piece in (
            *("(", ")", "[", "{", "}", "a", "A", "Aa", "A-", "a-", "a.", "A.", "1", "1,", "1.", "1-", "1 ", "1%", "%"),
            *(
                "$",
                "$x$ ",
                "\\",
                "\\a",
                "^",
                "_",
                "_{",
                "&",
                "|",
                "<",
                "<b>",
                "+",
                "-",
                "/",
                "~",
                "\t",
                "\n",
                ". ",
                '"',
                "'",
            ),
            *("http://", "https://a/", "www.", "github.com/", "github.com/a/b ", "https://github.com/a/b. ", "a.git{"),
            *("We propose X ", "We propose ", "We propose X, ", "called ", "X: ", "Deep ", "Deep Learning ", "GPT-4 "),
            *(
                "(A",
                "A (",
                "(A) ",
                "Aa Bb (AB) ",
                "a b c (abc) ",
                "ABC (",
                "X++ ",
                "DeepNet-2 ",
                "A/B",
                "dubbed A and ",
            ),
            *(
                "1 %, ",
                "by 1 ",
                "1.0 ± ",
                "10^{",
                "10^{-5} ",
                "1-2-",
                "1 to ",
                "of 1 and ",
                "accuracy of ",
                "from 1 to 2% ",
            ),
            *("on CIFAR-10 ", "CIFAR-10, ", "and MNIST ", "datasets ", "ImageNet and ", "the A dataset and ", "B and "),
            *(
                "a 10^{2 ",
                "1{",
                "half ",
                "two ",
                "one-",
                "order of ",
                "a factor of 1 ",
                "1e5 ",
                "(1) ",
                "1 x ",
                "+1 ",
                "\\times 1",
            ),
            *(
                "up to 1 ",
                "1 and ",
                "vs. 1 ",
                "than ",
                "compared to ",
                "(vs. ",
                "F1 of ",
                "from ",
                "respectively, ",
                "A, B, ",
            ),
            *("e.g. ", "et al. ", "A. B. ", "i.e., ", "? ", "!", "\u200b", "é", "中", "и", "∀", "𝛼", "\u0301", "ﬁ"),
            *("times", "25times ", "ell_1 ", "widetilde O(", "R^{mtimes ", "epsilon^", "frac{", "-times-", "mathbb{R}"),
        )
    },
    "one token": lambda length: "a1B-" * (length // 4),
    "nested short forms": _repeated("(A", closing=")"),
    "an open address": _repeated("a/", opening="https://github.com/"),
    "an open bracket": _repeated("word ", opening="We propose X ("),
    "spaces in the middle": lambda length: f"We propose X{' ' * length}(Y)",
    "a long number": _repeated("7", opening="an accuracy of ", closing="%"),
    "a long sum": _repeated("1 + ", opening="We achieve "),
    "capitals": _repeated("Very Long Name ", opening="We introduce ", closing="(VLN)"),
    "a long hyphenation": _repeated("state-", opening="Deep-", closing="X"),
}
