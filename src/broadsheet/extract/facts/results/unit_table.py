"""What units are called: symbols as written, words in lower case, and their normal form."""

from broadsheet.extract.facts.results.word_list import words_in


def _table(text: str) -> dict[str, str]:
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {name.strip(): normal.strip() for normal, _, names in rows for name in names.split(",")}


# As written: `K` is no `k`, `s` no `S`.
SYMBOLS = _table("""
dB: dB, dBm, dBi, dBc
FPS: FPS, fps
seconds: s, sec, secs
ms: ms, msec
μs: μs, us, μsec
ns: ns
ps: ps
fs: fs
minutes: min, mins
hours: h, hr, hrs, hours
days: d
years: yr, yrs
Myr: Myr
Gyr: Gyr
kyr: kyr
KB: KB, kB, KiB
MB: MB, MiB
GB: GB, GiB
TB: TB, TiB
PB: PB
kbps: kbps, Kbps
Mbps: Mbps
Gbps: Gbps
Tbps: Tbps
FLOPs: FLOPs, FLOPS
MFLOPs: MFLOPs, MFLOPS
GFLOPs: GFLOPs, GFLOPS, GFlops, GFLOP
TFLOPs: TFLOPs, TFLOPS, TFLOP
PFLOPs: PFLOPs, PFLOPS
TOPS: TOPS
GOPS: GOPS
W: W
mW: mW
μW: μW, uW
kW: kW
MW: MW
GW: GW
kWh: kWh
MWh: MWh
Wh: Wh
J: J
mJ: mJ
μJ: μJ
kJ: kJ
MJ: MJ
pJ: pJ
fJ: fJ
nJ: nJ
Hz: Hz
kHz: kHz
MHz: MHz
GHz: GHz
THz: THz
mHz: mHz
nm: nm
μm: μm, um
mm: mm
cm: cm
m: m
km: km
fm: fm
pm: pm
Å: Å
pc: pc
kpc: kpc
Mpc: Mpc
Gpc: Gpc
AU: AU, au
ly: ly
eV: eV
meV: meV
μeV: μeV
keV: keV
MeV: MeV
GeV: GeV
TeV: TeV
PeV: PeV
EeV: EeV
erg: erg, ergs
kcal: kcal
mol: mol
K: K
mK: mK
μK: μK
Pa: Pa
kPa: kPa
MPa: MPa
GPa: GPa
bar: bar, mbar
T: T
mT: mT
μT: μT
nT: nT
G: G
mG: mG
kG: kG
V: V
mV: mV
kV: kV
A: A
mA: mA
μA: μA
nA: nA
Ω: Ω
C: C
N: N
mN: mN
kN: kN
kg: kg
g: g
mg: mg
μg: μg
dL: dL
L: L
mL: mL, ml
M: mol/L
mM: mM
mag: mag, mags
dex: dex
mas: mas
arcsec: arcsec, arcseconds
arcmin: arcmin, arcminutes
degrees: deg, °
°C: ℃
rad: rad
mrad: mrad
sr: sr
Jy: Jy
mJy: mJy
μJy: μJy
pb: pb
fb: fb
σ: σ
solar masses: Msun, M⊙
HU: HU
bits: bit, bits
bpp: bpp
kDa: kDa
Å: \\AA
Ω: \\Omega
""")
WORDS = _table("""
FPS: frames per second, frames-per-second, frames/s
seconds: second, seconds
ms: millisecond, milliseconds
μs: microsecond, microseconds
ns: nanosecond, nanoseconds
ps: picosecond, picoseconds
minutes: minute, minutes
hours: hour, hours
days: day, days
weeks: week, weeks
months: month, months
years: year, years
MB: megabyte, megabytes
GB: gigabyte, gigabytes
KB: kilobyte, kilobytes
TB: terabyte, terabytes
dB: decibel, decibels
W: watt, watts
mm: millimeter, millimeters, millimetre, millimetres
cm: centimeter, centimeters, centimetre, centimetres
m: meter, meters, metre, metres
km: kilometer, kilometers, kilometre, kilometres
nm: nanometer, nanometers, nanometre, nanometres
μm: micron, microns, micrometer, micrometers, micrometre, micrometres
degrees: degree, degrees
kpc: kiloparsec, kiloparsecs
solar masses: solar masses, solar mass, m_⊙
solar luminosities: solar luminosities, solar luminosity
solar radii: solar radii
mag: magnitude, magnitudes
dollars: dollars, usd, dollar
cents: cents
σ: σ, sigma, standard deviations
μm: μ m
μs: μ s
μK: μ k
K: kelvin
""")
# What is counted: it is a unit where it stands right behind the number.
COUNTED = _table("""
parameters: parameters, params, param
tokens: tokens, token
words: words
images: images
frames: frames
samples: samples
queries: queries
requests: requests
qubits: qubits, qubit
shots: shots
gates: gates
iterations: iterations, iteration
steps: steps
epochs: epochs
nodes: nodes
edges: edges
points: points
vertices: vertices
languages: languages
cells: cells
atoms: atoms
events: events
bits: bits
operations: operations, ops
pixels: pixels
characters: characters, chars
""")
SCALES = {
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
    "k": "thousand",
    "K": "thousand",
    "M": "million",
    "B": "billion",
    "T": "trillion",
}
# Names of scores: `3.1 BLEU points`, and as a unit they are none.
SCORES = words_in(
    """
    accuracy acc auc auroc auprc aupr roc bleu chrf rouge rouge-l meteor cider spice map map50 ap ar miou iou
    dice dsc f1 f-1 f1-score macro-f1 micro-f1 f-score fid is kid lpips ssim psnr wer cer mae mse rmse mape
    elo score scores em recall precision ndcg mrr hit pass@1 mos top-1 top-5 rouge-1 rouge-2 comet bertscore
    pq ate ade fde mpjpe pa-mpjpe epe nll ppl perplexity lddt rmsd r2 qwk pesq stoi das gain eer
    """
)
