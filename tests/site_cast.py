"""A small real library: the same few papers in every test of the site."""

from collections.abc import Iterator
from datetime import date

from broadsheet.model.paper import Author, Link, Record, Version
from broadsheet.model.raw import RawRecord

ATTENTION = Record(
    source="arxiv",
    source_id="1706.03762",
    title="Attention Is All You Need",
    abstract=(
        "The dominant sequence transduction models are based on complex recurrent or convolutional neural networks "
        "in an encoder-decoder configuration. The best performing models also connect the encoder and decoder through "
        "an attention mechanism. We propose a new simple network architecture, the Transformer, based solely on "
        "attention mechanisms, dispensing with recurrence and convolutions entirely. Our model achieves 28.4 BLEU "
        "on the WMT 2014 English-to-German translation task. Code is at https://github.com/tensorflow/tensor2tensor."
    ),
    authors=tuple(
        Author(f"{given} {family}", family, given)
        for given, family in (
            ("Ashish", "Vaswani"),
            ("Noam", "Shazeer"),
            ("Niki", "Parmar"),
            ("Jakob", "Uszkoreit"),
            ("Llion", "Jones"),
            ("Aidan N.", "Gomez"),
            ("Łukasz", "Kaiser"),
            ("Illia", "Polosukhin"),
        )
    ),
    arxiv_id="1706.03762",
    versions=(Version(1, date(2017, 6, 12)), Version(2, date(2017, 6, 19))),
    categories=("cs.CL", "cs.LG"),
    published=date(2017, 6, 12),
    updated=date(2017, 6, 19),
    year=2017,
    comment="15 pages, 5 figures",
    links=(Link("code", "https://github.com/tensorflow/tensor2tensor", "text"),),
)
BERT = Record(
    source="acl",
    source_id="N19-1423",
    title="BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    abstract=(
        "We introduce a new language representation model called BERT, which stands for Bidirectional Encoder "
        "Representations from Transformers. BERT is designed to pre-train deep bidirectional representations from "
        "unlabeled text by jointly conditioning on both left and right context in all layers."
    ),
    authors=(
        Author("Jacob Devlin", "Devlin", "Jacob"),
        Author("Ming-Wei Chang", "Chang", "Ming-Wei"),
        Author("Kenton Lee", "Lee", "Kenton"),
        Author("Kristina Toutanova", "Toutanova", "Kristina"),
    ),
    acl_id="N19-1423",
    arxiv_id="1810.04805",
    doi="10.18653/v1/n19-1423",
    categories=("cs.CL",),
    published=date(2019, 6, 2),
    year=2019,
    kind="paper-conference",
    venue="Proceedings of NAACL-HLT",
    pages="4171–4186",
    publisher="Association for Computational Linguistics",
)
RESNET = Record(
    source="arxiv",
    source_id="1512.03385",
    title="Deep Residual Learning for Image Recognition",
    abstract=(
        "Deeper neural networks are more difficult to train. We present a residual learning framework to ease the "
        "training of networks that are substantially deeper than those used previously. An ensemble of these residual "
        "nets achieves $3.57\\%$ error on the ImageNet test set."
    ),
    authors=(Author("Kaiming He"), Author("Xiangyu Zhang"), Author("Shaoqing Ren"), Author("Jian Sun")),
    arxiv_id="1512.03385",
    categories=("cs.CV",),
    published=date(2015, 12, 10),
    year=2015,
)
DIFFUSION = Record(
    source="arxiv",
    source_id="2006.11239",
    title="Denoising Diffusion Probabilistic Models",
    abstract=(
        "We present high quality image synthesis results using diffusion probabilistic models, a class of latent "
        "variable models inspired by considerations from nonequilibrium thermodynamics. Our implementation is "
        "available at https://github.com/hojonathanho/diffusion"
    ),
    authors=(Author("Jonathan Ho"), Author("Ajay Jain"), Author("Pieter Abbeel")),
    arxiv_id="2006.11239",
    categories=("cs.LG", "stat.ML"),
    published=date(2020, 6, 19),
    year=2020,
    links=(
        Link("code", "https://github.com/hojonathanho/diffusion", "text"),
        Link("project", "https://hojonathanho.github.io/diffusion", "text"),
    ),
)
MALDACENA = Record(
    source="arxiv",
    source_id="hep-th/9711200",
    title="The Large N Limit of Superconformal Field Theories and Supergravity",
    abstract=(
        "We show that the large $N$ limit of certain conformal field theories in various dimensions include in their "
        "Hilbert space a sector describing supergravity on the product of Anti-deSitter spacetimes, spheres and other "
        "compact manifolds."
    ),
    authors=(Author("Juan M. Maldacena"),),
    arxiv_id="hep-th/9711200",
    doi="10.1023/a:1026654312961",
    categories=("hep-th",),
    published=date(1997, 11, 27),
    year=1997,
    journal_ref="Adv.Theor.Math.Phys.2:231-252,1998",
)
HIGGS = Record(
    source="arxiv",
    source_id="1503.07589",
    title="Combined Measurement of the Higgs Boson Mass in $pp$ Collisions at $\\sqrt{s}=7$ and 8 TeV",
    abstract=(
        "A measurement of the Higgs boson mass is presented based on the combined data samples of the ATLAS and CMS "
        "experiments. The results are $m_H = 125.09 \\pm 0.21\\,(\\mathrm{stat.}) \\pm 0.11\\,(\\mathrm{syst.})$ GeV."
    ),
    # The paper has 5,154; after the first two their names do not matter here.
    authors=(Author("Georges Aad"), Author("Brad Abbott"), *(Author(f"Collaborator {n}") for n in range(3, 5_001))),
    arxiv_id="1503.07589",
    categories=("hep-ex",),
    published=date(2015, 3, 26),
    year=2015,
)
LSTM = Record(
    source="bibtex",
    source_id="hochreiter1997long",
    title="Long Short-Term Memory",
    abstract="Learning to store information over extended time intervals by recurrent backpropagation takes very long.",
    authors=(Author("Sepp Hochreiter", "Hochreiter", "Sepp"), Author("Jürgen Schmidhuber", "Schmidhuber", "Jürgen")),
    doi="10.1162/neco.1997.9.8.1735",
    published=date(1997, 11, 15),
    year=1997,
    kind="article-journal",
    venue="Neural Computation",
    volume="9",
    issue="8",
    pages="1735–1780",
)
WUHAN = Record(
    source="ris",
    source_id="S0140-6736(20)30183-5",
    title="Clinical features of patients infected with 2019 novel coronavirus in Wuhan, China",
    authors=(Author("Chaolin Huang", "Huang", "Chaolin"),),
    doi="10.1016/s0140-6736(20)30183-5",
    published=date(2020, 1, 24),
    year=2020,
    kind="article-journal",
    venue="The Lancet",
    volume="395",
)
SUMMARISED = Record(
    source="starter",
    source_id="1",
    title="The Principles of Deep Learning Theory",
    summary="A book giving a physics-style effective theory of deep networks.",
)
# A formula that no screen is wide enough for.
WIDE = f"${' + '.join(f'x_{{{number}}}' for number in range(1, 40))}$"
# Not a paper: what someone might put into a file to see it run in a reader's browser.
HOSTILE = Record(
    source="bibtex",
    source_id="hostile",
    title='<script>alert(1)</script> "><img src=x onerror=alert(2)> {{7*7}} \u202eevil ' + WIDE,
    abstract=(
        "<b onmouseover=alert(3)>bold</b> {% raw %} </title></textarea>',\" $<script>alert(4)</script>$ &lt; " + WIDE
    ),
    authors=(Author('Mallory "><svg onload=alert(5)>'),),
    doi="10.5555/hostile",
    published=date(2021, 4, 1),
    year=2021,
    links=(Link("code", "javascript:alert(6)", "bibtex"), Link("project", 'https://example.org/"><script>', "bibtex")),
)

CAST = (ATTENTION, BERT, RESNET, DIFFUSION, MALDACENA, HIGGS, LSTM, WUHAN, SUMMARISED, HOSTILE)


def raw_records() -> Iterator[RawRecord]:
    """The cast as raw records; `adapt` turns each into its record."""
    for number, record in enumerate(CAST):
        yield RawRecord("cast", record.source_id.encode(), "/home/alice/cast.jsonl", number)


def adapt(raw: RawRecord) -> Record:
    """Return the record that a raw record of the cast stands for."""
    return CAST[raw.position]
