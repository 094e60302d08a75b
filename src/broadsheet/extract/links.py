"""Addresses that authors put into abstracts and comments, and what they lead to."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from broadsheet.extract.tex_tables import words
from broadsheet.model.paper import Link, LinkKind

_BODY = r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]"
_BARE_HOSTS = (
    r"(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co|hf\.co|zenodo\.org|"
    r"youtu\.be|anonymous\.4open\.science)/|[A-Za-z0-9-]{1,63}\.git(?:hub|lab)\.io\b|www\.[a-z0-9-]{1,63}\.[a-z]"
)
_SCHEME = r"[Hh][Tt][Tt][Pp][Ss]?\s?:\s?//\s?"
_REST = rf"((?:{_BODY}|\\[_%#&~])++)"
_ADDRESS = re.compile(rf"(?:{_SCHEME}|(?<![\w@/.-])(?<!//)(?={_BARE_HOSTS})){_REST}")
_ADDRESS_WITH_SCHEME = re.compile(_SCHEME + _REST)
# What an address must contain for the search to be worth its time.
_HINTS = (
    "://",
    "www.",
    "github.",
    "gitlab.",
    ".org/",
    "hf.co/",
    "huggingface.co/",
    "youtu.be/",
    "4open",
    "gitlab.io",
    ": //",
)
_BARE_HINTS = tuple(hint for hint in _HINTS if "//" not in hint)
# Addresses that were certainly broken by a space: the part before it cannot be an end, and what follows is its rest.
_BROKEN_HOST = re.compile(
    r"((?:https?://|(?<![\w@/.-]))(?:www\.)?(?:github|gitlab|huggingface))(?:\s\.\s?|\.\s)(com?)\s?/\s?"
)
_BROKEN_PATH = re.compile(
    r"((?:github|gitlab)\.com/|huggingface\.co/|doi\.org/10\.)\s(?=[\w.-]{1,60}/[\w.-]{1,100}(?:[\s.,;)]|$))|"
    r"((?:github|gitlab)\.com/[\w-]{1,60}/)\s(?=(?!CVPR|ICCV|ECCV|ICML|ICLR|NeurIPS|AAAI|ACL|EMNLP|MICCAI)"
    r"[\w-]{1,60}[a-z0-9_-][A-Z][\w-]{0,60}(?:[.,;)]|$))"
)
_BROKEN_OWNER = re.compile(r"(?:github|gitlab)\.com/[\w.]{1,60}(?:-\s[\w.]{1,60}){1,3}/[\w.-]")
_NEXT = re.compile(r"[,;]?https?://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?")
_TRAILING = ".,;:!?'\"*_-([&#"
_PAIRS = {")": "(", "]": "["}

_CODE_HOSTS = words(
    "github.com gitlab.com bitbucket.org codeberg.org sourceforge.net gitee.com anonymous.4open.science "
    "colab.research.google.com codeocean.com git.sr.ht gist.github.com ascl.net"
)
_CODE_HOST = re.compile(r"(?:git|gitlab|code|codebase|gitea|forge)\.[\w.-]+")
_DATA_HOSTS = words(
    "zenodo.org figshare.com osf.io dataverse.harvard.edu kaggle.com drive.google.com dropbox.com ieee-dataport.org "
    "data.mendeley.com datadryad.org physionet.org synapse.org cdsarc.cds.unistra.fr cdsarc.u-strasbg.fr "
    "openml.org data.world box.com"
)
_VIDEO_HOSTS = words("youtube.com youtu.be vimeo.com bilibili.com youtube-nocookie.com m.youtube.com")
_PAPER_HOSTS = words(
    "arxiv.org export.arxiv.org aclanthology.org openreview.net ieeexplore.ieee.org link.springer.com mdpi.com "
    "nature.com sciencedirect.com dl.acm.org journals.aps.org iopscience.iop.org pubs.aip.org ui.adsabs.harvard.edu "
    "annualreviews.org aanda.org academic.oup.com onlinelibrary.wiley.com openaccess.thecvf.com neurips.cc icml.cc "
    "iclr.cc orcid.org biorxiv.org medrxiv.org hal.science proceedings.mlr.press melba-journal.org creativecommons.org "
    "doi.org hdl.handle.net"
)
_PAGE_HOST = re.compile(r".+\.(?:github|gitlab)\.io|sites\.google\.com|.+\.(?:vercel|netlify|pages\.dev|web)\.app")
_SHORT_HOSTS = words("tinyurl.com bit.ly aka.ms goo.gl t.ly rb.gy is.gd w3id.org forms.gle shorturl.at")
_DATA_DOI = re.compile(r"/10\.(?:5281/zenodo|6084/m9|17632|7910/dvn|17605|5061|21227|18710)", re.IGNORECASE)

_SAYS_CODE = re.compile(r"\b(?:source code|codes?|codebase|implementations?|scripts?|software|repository|repo)\b")
_SAYS_DATA = re.compile(r"\b(?:data|datasets?|benchmarks?|corpus|corpora|annotations)\b")
_SAYS_PLACE = re.compile(r"\b(?:at|on|from|here|via|link)\b|:")
_SAYS_MODEL = re.compile(r"\b(?:models?|weights|checkpoints?)\b")
_SAYS_PROJECT = re.compile(
    r"\b(?:projects?|web ?site|web ?page|home ?page|demos?|page|site|videos?|supplementary|visuali[sz]ations?|codes?|"
    r"implementation)\b"
)
_PLACEHOLDER = re.compile(r"/?|/\.\.\.|/x+(?:/x+)?/?|.*[\[\]].*", re.IGNORECASE)
_REPOSITORY = re.compile(r"/([\w.-]{1,100})/([\w.-]{1,150})(/.*)?")
_MODELS = re.compile(r"/(?!papers|blog|docs|join|spaces|datasets)([\w.-]{1,100})(?:/[\w.-]{1,150})?/?")


def find_links(text: str) -> tuple[Link, ...]:
    """Return the addresses in a text, each once, in their order, with what each leads to; origin is `text`.

    Only http and https, never an address with a user name in it. Code links lead to the root of
    the repository, or to the folder in it that was named.
    """
    return tuple(link for link, _, _ in placed_links(text))


def placed_links(text: str) -> list[tuple[Link, int, int]]:
    """Return what `find_links` does, each with the offsets in the text between which its address first stands."""
    links: dict[str, tuple[Link, int, int]] = {}
    for url, before, start, end in _addresses(text):
        link = _link(url, before)
        if link is not None:
            links.setdefault(link_key(link.url), (link, start, end))
    return list(links.values())


def leads_to_papers(link: Link) -> bool:
    """Whether the address is one of publishers, archives of papers and other places that hold no project."""
    host, _ = _split(link.url)
    return host in _PAPER_HOSTS


def link_key(url: str) -> str:
    """The address as compared for identity: without scheme, `www.`, case of the host, last slash and `.git`."""
    host, path = _split(url)
    path = path.rstrip("/").removesuffix(".git")
    return host + (path.lower() if host in _CODE_HOSTS else path)


def _addresses(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield each address with the words in front of it, back to the address or the sentence before, and its offsets."""
    if not any(map(text.__contains__, _HINTS)):
        return
    whole = _mended(text)
    offsets = range(len(text) + 1) if whole is text else _offsets(text, whole)
    last_end = 0
    for match in _pattern_for(whole).finditer(whole):
        before = whole[max(last_end, match.start() - 160) : match.start()]
        before = before[max(before.rfind(". "), before.rfind("; ")) + 1 :]
        last_end = match.end()
        scheme = "http" if re.match(r"http\s?:", match[0], re.IGNORECASE) else "https"
        start = match.start()
        end = match.start(1)
        for part in _NEXT.split(match[1]):
            end = whole.index(part, end)
            trimmed = _trim(part)
            if trimmed:
                address = re.sub(r"\\([_%#&~])", r"\1", trimmed)
                yield f"{scheme}://{address}", before.lower(), offsets[start], offsets[end + len(trimmed)]
            start = end = end + len(part)


def _mended(text: str) -> str:
    """The text without the spaces that certainly broke an address."""
    mended = _BROKEN_HOST.sub(r"\1.\2/", text)
    if "/ " in mended or "/\n" in mended or "/10." in mended:
        mended = _BROKEN_PATH.sub(lambda match: match[1] or match[2], mended)
    mended = _BROKEN_OWNER.sub(lambda match: match[0].replace(" ", ""), mended)
    return text if mended == text else mended


def _offsets(text: str, mended: str) -> list[int]:
    """Where each character of the mended text, and its end, stand in the text: only white space is missing."""
    found: list[int] = []
    position = 0
    for sign in mended:
        while text[position] != sign:
            position += 1
        found.append(position)
        position += 1
    return [*found, position]


def _pattern_for(text: str) -> re.Pattern[str]:
    """The pattern that also finds addresses without a scheme takes five times as long: only where there may be one."""
    rest = _ADDRESS_WITH_SCHEME.sub(" ", text)
    return _ADDRESS if any(map(rest.__contains__, _BARE_HINTS)) else _ADDRESS_WITH_SCHEME


def _trim(address: str) -> str:
    """Cut what belongs to the sentence, not to the address: trailing signs and brackets that were not opened."""
    for closing, opening in _PAIRS.items():
        depth = 0
        for index, sign in enumerate(address):
            depth += (sign == opening) - (sign == closing)
            if depth < 0:
                address = address[:index]
                break
    return address.rstrip(_TRAILING)


def _split(url: str) -> tuple[str, str]:
    rest = url.partition("://")[2]
    host, slash, path = rest.partition("/")
    if not slash and "?" in host:
        host, _, query = host.partition("?")
        path, slash = f"?{query}", "/"
    host = host.lower().removeprefix("www.").rstrip(".")
    return ("huggingface.co" if host == "hf.co" else host), slash + path


def _link(url: str, before: str) -> Link | None:
    host, path = _split(url)
    if "@" in url.partition("://")[2].partition("/")[0] or not _is_host(host) or len(url) > 2_000:
        return None
    if (host in _CODE_HOSTS or host == "huggingface.co") and _PLACEHOLDER.fullmatch(path):
        return None
    kind = _kind(host, path, before)
    if kind == "code" and (host in ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")):
        return Link(kind, f"https://{host}{_repository(path)}", "text")
    if host == "huggingface.co":
        return Link(kind, f"https://{host}{path}", "text")
    scheme, _, rest = url.partition("://")
    shown_host, slash, shown_path = rest.partition("/")
    return Link(kind, f"{scheme}://{shown_host.lower().rstrip('.')}{slash}{shown_path}", "text")


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host):
        return True
    number = host.partition(":")[0]
    try:
        return number[:1].isdigit() and ip_address(number).is_global
    except ValueError:
        return False


def _kind(host: str, path: str, before: str) -> LinkKind:
    if host == "huggingface.co":
        return _hugging_face(path, before)
    if host in _CODE_HOSTS or _CODE_HOST.fullmatch(host):
        return "code"
    if host in _VIDEO_HOSTS:
        return "video"
    if host in _DATA_HOSTS or (host.endswith("doi.org") and _DATA_DOI.match(path)):
        return "code" if _SAYS_CODE.search(before) and not _SAYS_DATA.search(before) else "data"
    if host == "modelscope.cn":
        return "data" if "/datasets" in path else "model"
    if path.lower().endswith(".pdf"):
        return "page"
    if host in _PAPER_HOSTS or host.endswith("doi.org"):
        return "page"
    if host in _SHORT_HOSTS:
        return _by_words(before)
    if _PAGE_HOST.fullmatch(host) or _SAYS_PROJECT.search(before):
        return "project"
    return "data" if _SAYS_DATA.search(before) and _SAYS_PLACE.search(before) else "page"


def _hugging_face(path: str, before: str) -> LinkKind:
    if path.startswith("/datasets/"):
        return "data"
    if path.startswith("/spaces/"):
        return "project"
    if not _MODELS.match(path) and not path.startswith("/collections/"):
        return "page"
    if _SAYS_MODEL.search(before):
        return "model"
    named = "dataset" in path.lower() or (_SAYS_DATA.search(before) and path.count("/") == 1)
    return "data" if named else "model"


def _by_words(before: str) -> LinkKind:
    if _SAYS_CODE.search(before):
        return "code"
    if _SAYS_DATA.search(before):
        return "data"
    return "project" if _SAYS_PROJECT.search(before) else "page"


def _repository(path: str) -> str:
    """The root of the repository, with the folder or the branch where one was named."""
    path = path.partition("?")[0].partition("#")[0]
    match = _REPOSITORY.match(path)
    if match is None:
        return path.rstrip("/")
    owner, name, rest = match[1], match[2].removesuffix(".git").rstrip("."), match[3] or ""
    keep = re.match(r"/(?:-/)?(?:tree|blob|src)/([^/]+)(/.*[^/])?/?$", rest)
    inside = rest.rstrip("/") if keep and (keep[2] or keep[1] not in ("main", "master")) else ""
    if inside.lower().endswith("/readme.md"):
        inside = ""
    return f"/{owner}/{name}{inside}"
