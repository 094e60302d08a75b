"""Words that tell a claim from a setting, in lower case."""

from broadsheet.extract.facts.results.word_list import words_in

CLAIM = words_in(
    """
    achieve achieves achieved achieving attain attains attained attaining reach reaches reached reaching
    obtain obtains obtained obtaining yield yields yielded yielding outperform outperforms outperformed
    outperforming improve improves improved improving improvement improvements gain gains reduce reduces
    reduced reducing reduction reductions decrease decreases decreased decreasing increase increases increased
    increasing exceed exceeds exceeding exceeded surpass surpasses surpassing surpassed deliver delivers
    delivering demonstrate demonstrates demonstrating demonstrated speedup speedups speed-up speed-ups
    acceleration accelerates accelerating faster slower higher lower fewer less smaller better worse larger
    greater save saves saving savings cut cuts cutting boost boosts boosting boosted drop drops dropped
    degradation degrades enhance enhances enhancing raise raises raising lowers lowering recover recovers
    recovering retain retains retaining retained preserve preserves preserving maintain maintains maintaining
    compression score scores scoring scored performance accounts account accounting found find finds show
    shows showed reveal reveals report measured measure estimate estimated derive derived detect detected
    determine determined corresponding correspond corresponds ranks ranking ranked remove removes eliminates
    eliminating advantage margin only up just
    """
)
COMPARED = words_in(
    """
    compared comparison than over versus vs relative against baseline baselines state-of-the-art sota prior
    existing
    """
)
SETTING = words_in(
    """
    dataset datasets benchmark corpus comprising comprises containing contains contain consisting consists
    comprise collected collection covering spanning spans across includes including include annotated trained
    training train using with sample samples under layers batch size sizes range ranging set classes
    categories tasks domains participants subjects patients hours images videos models released release
    introduce construct curate curated sourced total task subtask track version input inputs given only when
    where between from each per at
    """
)
METRIC = words_in(
    """
    accuracy precision recall sensitivity specificity f1 f1-score f1-scores f-score macro-f1 micro-f1 auc
    auroc auprc roc-auc auc-roc aucs map map50 map@50 miou iou dice dsc bleu rouge rouge-l meteor cider
    bertscore comet chrf wer cer fid fids fvd rfid gfid is psnr ssim lpips mae mse rmse mape r2 rmsd ndcg mrr
    mcc kappa qwk eer pesq stoi snr si-sdr sdr mpjpe pa-mpjpe epe ade fde hd95 perplexity nll elo correlation
    correlations pearson spearman coefficient coefficients error errors rate rates success speedup speedups
    latency throughput memory storage time runtime cost costs overhead energy power consumption efficiency
    speed compression ratio score scores pass@1 top-1 top-5 em likelihood consistency agreement win-rate
    winrate completeness purity coverage significance mass masses radius temperature velocity distance age
    luminosity density period redshift gap width precision uncertainty uncertainties resolution bandwidth
    fidelity yield frequency wavelength flux absorption conductivity field linewidth performance quality
    robustness alignment hallucination hallucinations parameters flops computation complexity tokens usage
    gain gains improvement reduction increase decrease drop acceleration
    """
)
