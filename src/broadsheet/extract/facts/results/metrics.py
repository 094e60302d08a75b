"""One name for one metric, however papers spell it."""

import re

from broadsheet.extract.facts.results.word_list import words_in

_WORD = re.compile(r"[a-z0-9@&^+]+")
# The first that occurs holds: the special stand before the general.
_KNOWN: tuple[tuple[str, str], ...] = (
    ("top-1 accuracy", "top 1 accuracy|top1 accuracy|top 1|top1|acc@1"),
    ("top-5 accuracy", "top 5 accuracy|top5 accuracy|top 5|top5|acc@5"),
    ("balanced accuracy", "balanced accuracy"),
    ("exact match", "exact match|em score"),
    ("macro F1", "macro f1|f1 macro|macro averaged f1|macro f|macro average f1"),
    ("micro F1", "micro f1|f1 micro|micro averaged f1|micro f"),
    ("F1", "f1|f 1|f1 score|f1 scores|f score|f measure|f1 measure"),
    ("AUPRC", "auprc|aupr|auc pr|pr auc|area under the precision recall curve"),
    (
        "AUC",
        "auc|auroc|roc auc|auc roc|aucs|area under the receiver operating characteristic curve|area under the curve",
    ),
    ("mIoU", "miou|mean iou|mean intersection over union"),
    ("IoU", "iou|intersection over union|jaccard"),
    ("Dice", "dice|dsc|dice score|dice coefficient"),
    ("mAP", "map|map50|map@50|map@0|map 50|mean average precision"),
    ("AP", "ap|ap50|average precision"),
    ("FID", "fid|fids|rfid|gfid|frechet inception distance|fréchet inception distance"),
    ("FVD", "fvd"),
    ("inception score", "inception score"),
    ("PSNR", "psnr|peak signal to noise ratio"),
    ("SSIM", "ssim|structural similarity"),
    ("LPIPS", "lpips"),
    ("signal-to-noise ratio", "snr|si sdr|sdr|signal to noise ratio"),
    ("BLEU", "bleu|sacrebleu"),
    ("ROUGE", "rouge|rouge l|rouge 1|rouge 2"),
    ("METEOR", "meteor"),
    ("CIDEr", "cider"),
    ("chrF", "chrf|chrf+"),
    ("COMET", "comet"),
    ("BERTScore", "bertscore"),
    ("WER", "wer|word error rate|word error rates"),
    ("CER", "cer|character error rate"),
    ("EER", "eer|equal error rate"),
    ("RMSE", "rmse|root mean square error|root mean squared error"),
    ("MAPE", "mape|mean absolute percentage error"),
    ("MAE", "mae|mean absolute error|mean absolute errors"),
    ("MSE", "mse|mean squared error|mean square error"),
    ("R²", "r2|r^2|r squared|r^{2}|coefficient of determination"),
    ("MPJPE", "mpjpe"),
    ("Hausdorff distance", "hd95|hausdorff distance"),
    ("Chamfer distance", "chamfer distance|chamfer"),
    ("NDCG", "ndcg|ndcg@10|ndcg@5"),
    ("MRR", "mrr|mean reciprocal rank"),
    ("MCC", "mcc|matthews correlation coefficient"),
    ("kappa", "kappa|qwk|cohen s kappa"),
    ("pass@1", "pass@1"),
    ("pass@k", "pass@k|pass@10|pass@8|pass@100"),
    ("perplexity", "perplexity|ppl"),
    ("log-likelihood", "nll|log likelihood|likelihood"),
    ("Elo", "elo"),
    ("win rate", "win rate|winrate|win rates"),
    ("success rate", "success rate|success rates|success|task success"),
    ("hallucination rate", "hallucination rate|hallucinations|hallucination"),
    ("correlation", "correlation|correlations|pearson|spearman|correlation coefficient"),
    ("accuracy", "accuracy|accuracies|acc|correct answers"),
    ("precision", "precision"),
    ("recall", "recall"),
    ("sensitivity", "sensitivity"),
    ("specificity", "specificity"),
    ("speedup", "speedup|speedups|speed up|speed ups|acceleration|faster|accelerates"),
    ("FLOPs", "flops|gflops|mflops|tflops|floating point operations"),
    ("frames per second", "fps|frame rate|frames per second|rendering speed"),
    ("throughput", "throughput|tokens per second"),
    ("latency", "latency|latencies|response time"),
    ("training time", "training time|train time|training cost|training costs"),
    ("inference time", "inference time|prediction time|inference speed|inference"),
    ("time", "runtime|running time|time|times|runtimes|duration"),
    ("memory", "memory|vram|memory usage|memory footprint|memory consumption"),
    ("storage", "storage|model size|disk"),
    ("compression", "compression|compression ratio|compression rate"),
    ("parameters", "parameters|params|parameter count"),
    ("energy", "energy|power|energy consumption|power consumption"),
    ("cost", "cost|costs"),
    ("error", "error|errors|error rate|error rates"),
)
_KEYS = {tuple(_WORD.findall(name)): key for key, names in _KNOWN for name in names.split("|")}
_RANK = {key: rank for rank, (key, _) in enumerate(_KNOWN)}
_LONGEST = max(len(name) for name in _KEYS)
_CHANGE = words_in(
    """
    gain gains improvement improvements improved improve improves improving increase increases increased increasing
    reduction reductions reduced reduces reduce reducing decrease decreases decreased decreasing drop drops degradation
    loss lost margin higher lower lowers lowering fewer less more better savings saves saving save cuts cut cutting
    boosts boost boosting raises raise raising enhances enhance enhancing overhead extra additional difference over
    """
)
_BY_UNIT = {"FPS": "frames per second", "x": "speedup"}
_LAID_OUT = str.maketrans("", "", "$\\{}")
_TIMES = frozenset(("time", "training time", "inference time", "latency", "frames per second"))


def metric_key(metric: str, unit: str) -> str:
    """Return the one name of a metric, to group claims by: `acc.`, `test accuracy` and `accuracy of the RF model` are
    `accuracy`; `F1-score` is `F1`; `mean IoU` is `mIoU`.

    A known metric is recognised by whole words wherever it stands, the more special first (`macro F1` before `F1`).
    A change is no level: where a word of change stands beside it (`PSNR improvement`, `accuracy drop`), or the unit is
    `points` or `x`, the name ends in ` (change)`, so that 2 points gained stand not among accuracies of 90 %. Times
    and rates in `x` are `speedup`. What is not known stays as it is, in lower case and without articles; without any
    metric the unit may tell (`FPS`), else the key is empty. Shares and scores of one metric (`90 %`, `0.9`) have one
    key: whoever lists them shows the unit.
    """
    words = _WORD.findall(metric.translate(_LAID_OUT).lower())
    known = _known(words)
    change = unit in ("points", "x") or bool(_CHANGE.intersection(words))
    if known in _TIMES and unit == "x":
        known = "speedup"
    if known in ("speedup", "compression"):
        return known
    if not known and not words:
        return _BY_UNIT.get(unit, "")
    name = known or " ".join(word for word in words if word not in ("the", "a", "an") and word not in _CHANGE)
    return f"{name} (change)".strip() if change else name


def _known(words: list[str]) -> str:
    found = [
        _KEYS[run]
        for length in range(_LONGEST, 0, -1)
        for at in range(len(words) - length + 1)
        if (run := tuple(words[at : at + length])) in _KEYS
    ]
    return min(found, key=_RANK.__getitem__, default="")
