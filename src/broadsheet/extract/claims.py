"""What an abstract claims: for now, whether it states a measured result at all."""

import re

# Only from its first digit on, or a long row of digits is read once for every place in it.
_NUMBER = r"(?<!\d)(?<!\d,)\d[\d,]*(?:\.\d+)?"
# A figure that only a measurement gives: a share, a factor, points of a score, an interval, a significance.
_MEASURED = re.compile(
    rf"{_NUMBER}\s?(?:\\?%|percent\b|per cent\b|percentage points?\b|points?\b|dB\b|fps\b|[x×](?![\w])|-?fold\b|times\b"
    rf"|\\times\b|\\pm\b|±|\\?sigma\b|σ)"
    rf"|\\pm\$?\s?\d"
    rf"|\b(?:accuracy|precision|recall|F1|AUC|AUROC|BLEU|ROUGE|mAP|mIoU|IoU|PSNR|SSIM|FID|RMSE|MAE|WER|error)\b"
    rf"[^.;]{{0,40}}?\d",
    re.IGNORECASE,
)
_LONGEST = 20_000  # characters


def states_results(abstract: str) -> bool:
    """Tell whether an abstract states a figure of a kind that is measured: a share, a factor, a score, an error."""
    return _MEASURED.search(abstract[:_LONGEST]) is not None
