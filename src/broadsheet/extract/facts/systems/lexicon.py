"""Words that tell where a name begins, ends or is none."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMING = _words(
    "called call named dubbed dub termed term coined coin namely titled entitled denoted terming calling naming dubbing"
)
PROPOSING = _words(
    "propose proposes proposed introduce introduces introducing introduced present presents presenting develop "
    "develops developed design designs designed release releases releasing build construct devise describe "
    "formulate"
)
LEADING = _words(
    "the a an our this these we in on for with as it new novel two three four five first second third one both "
    "all from by to and or of here its their such when while where however moreover furthermore specifically "
    "additionally also since finally extensive experiments using under based toward towards is are at if then "
    "thus recent existing current each unlike despite results given via between many most building empirically "
    "theoretically notably"
)
PREPOSITIONS = _words("for with via by of on in from under using through to as at over and that without towards toward")
KINDS = _words(
    "algorithm algorithms method methods framework model models approach system loss module network "
    "architecture benchmark dataset mechanism strategy technique paradigm pipeline toolkit library optimizer "
    "tool platform family suite"
)
STOPS = _words("that which to for with is are and in as on by of where can we from it has does the a an this")
NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}
SMALL = _words("a an and as at by for from in into of on or over the to under using via with without")
GENERIC = _words("model network networks framework method algorithm module learning based")
TRAILING = _words(
    "method methods approach algorithm algorithms framework model technique strategy mechanism scheme module"
)
CUES = {
    word: cue
    for cue, words in {
        "propose": _words("propose proposes proposed proposing"),
        "introduce": _words("introduce introduces introduced introducing introduction"),
        "present": _words("present presents presented presenting"),
        "develop": _words(
            "develop develops developed design designs designed devise devised create created build built "
            "construct constructed implement implemented"
        ),
        "release": _words("release releases released contribute contributed publish open-source"),
        "name": _words("called call named dubbed term termed coined namely denoted titled dub name"),
        "own": _words("our we this new novel resulting"),
        "prior": _words(
            "existing previous prior such like including unlike recent popular known baselines baseline state-of- "
            "the-art compared than outperforms outperforming outperform surpasses surpassing e.g standard "
            "conventional traditional classical variants against leading commonly widely current"
        ),
        "use": _words(
            "using use uses used based via leveraging leverages leverage employ employs apply applied adopt built "
            "integrates integrating combines combining combine through extends extend extending"
        ),
        "test": _words("on datasets dataset benchmark benchmarks evaluated evaluate experiments tested"),
    }.items()
    for word in sorted(words)
}
