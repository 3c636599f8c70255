"""Names that are more, or less, than a run of capitalised words.

Collectives: "Iran-backed militias", "US troops". Phrases with a name in them: "Grey administration", "airport in
Baghdad". And capitalised words that name no actor and no place by themselves: months, titles, adjectives of nations
and creeds. The rules are in the codebook (Mentions).
"""

from __future__ import annotations

import re
from functools import cache

from ..calendar_days import MONTH
from .numbers import UNITS_AND_TENS
from .spelling import Token
from .vocabulary import groups, lines, patterns, words

_KIND = groups("people")
_TIED = r"backed|aligned|allied|linked|supported|affiliated|sponsored|funded|trained|armed|controlled|led|friendly|tied"
_BETWEEN = (
    r"(?:armed|military|paramilitary|security|senior|special|militia|opposition|political|resistance|proxy|"
    r"service|coalition|rebel|"
    r"intelligence|government|Muslim|Shi[’'a-z]+|Sunni|Arab|ground|combat|defen[cs]e|foreign|top|elite|border|"
    r"local|tribal|party|operations)"
)


@cache
def nations() -> dict[str, str]:
    """Return each name, adjective and demonym of a country or region with the country, all in small letters."""
    found = {"us": "united states", "u.s.": "united states", "u.s": "united states", "america": "united states",
             "tehran": "iran", "uk": "britain", "uae": "united arab emirates", "usa": "united states"}  # fmt: skip
    for line in lines("nations"):
        country, _, forms = line.partition(":")
        name = country.replace("_", " ").casefold()
        found |= dict.fromkeys([name, *(f.replace("_", " ").casefold() for f in forms.split())], name)
    return found


@cache
def countries() -> frozenset[str]:
    """Return the countries' names in small letters."""
    return frozenset(line.partition(":")[0].replace("_", " ").casefold() for line in lines("nations"))


@cache
def adjectives() -> frozenset[str]:
    """Return the adjectives and demonyms of countries and creeds, in small letters, straight apostrophes."""
    plain = {f.replace("_", " ").casefold() for line in lines("nations") for f in line.partition(":")[2].split()}
    return frozenset(plain | {w.casefold() for w in words("creeds")})


_COUNTED = re.compile(
    rf"\b(?:\d[\d,.]*|{'|'.join(UNITS_AND_TENS)}|hundred|thousand|dozen)\s+$", re.IGNORECASE
)  # some of them


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted({*nations(), *(w.casefold() for w in words("creeds"))}, key=len, reverse=True)
    word = (
        "(?:"
        + "|".join(re.escape(n).replace("'", "['’ʼ‘]") for n in names)
        + r"|U\.S\.|ISIS|coalition|NATO|UN|U\.N\.|EU)"
    )
    modifier = (
        rf"(?:(?:pro|anti)[-‑]{word}|{word}(?:(?:[-‑](?:and|&)[-‑])?{word})?[-‑](?:{_TIED})|{word}(?:[-‑]{word})?)"
    )
    nouns = r"service\s+(?:members?|personnel)|" + "|".join(sorted(_KIND, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w’'-])(?:{modifier})(?:(?:\s+|\s+and\s+|"
        rf"-){modifier}){{0,3}}\s+(?:{_BETWEEN}\s+){{0,2}}(?:{nouns})\b(?![’'-]\w{{2}})",
        re.IGNORECASE,
    )


# Where one of these follows, the noun before it only describes it: "US military mission", "militia leader".
_DESCRIBED = re.compile(rf"(?:\s+(?:and|or)\s+\w+)?[\s-]+(?:{patterns('described')})\b", re.IGNORECASE)
_ONE = re.compile(r"(?:official|faction|group|militia)$")
_BARE = re.compile(r"\b(?:protesters|protestors|demonstrators|critics|analysts|protest movement)\b", re.IGNORECASE)


def is_counted(text: str, start: int) -> bool:
    """Whether a number is right before a noun: "four demonstrators" are some of them."""
    return _COUNTED.search(text[:start]) is not None


def collectives(text: str) -> list[tuple[int, int]]:
    """Return where collectives are in a line: those with a nation, creed or backer before them, and the bare plurals
    that name one set of people ("critics")."""
    found = [m.span() for m in _BARE.finditer(text) if not is_counted(text, m.start())]
    for match in _pattern().finditer(text):
        if not any(c.isupper() for c in match.group()) and not match.group().startswith("coalition"):
            continue
        militia = match.group().endswith(("militia", "coalition")) and not re.match(
            r"\s+(?:leader|commander|official|chief|spokes)", text[match.end() :]
        )
        if _ONE.search(match.group()) and re.search(r"\b[Aa]n?\s+(?:[\w‑-]+\s+)?$", text[: match.start()]):
            continue  # one official or faction, not all of them
        if militia or not _DESCRIBED.match(text[match.end() :]):
            found.append((_of_the_last_state(match), match.end()))
    return found


def _of_the_last_state(match: re.Match[str]) -> int:
    """Return where a collective begins; "Iraqi and U.S. officials" are two, of which the last has the noun."""
    states = re.match(r"([A-Z][\w.]*)\s+and\s+(?=([A-Z][\w.]*)\s+[a-z])", match.group())
    apart = states is not None and all(nations().get(s.casefold()) in countries() for s in states.groups())
    return match.start() + states.end() if states is not None and apart else match.start()


def collective_key(form: str) -> tuple[str, ...]:
    """Return what differently worded collectives have in common, or an empty tuple where a form is not a collective.

    "American soldiers", "U.S. troops" are one; "Tehran-backed militias", "pro-Iran groups" are another.
    """
    text = (
        re.sub(r"\bservice\s+members?\b", "troops", form.casefold().replace("united states", "us"))
        .replace("’", "'")
        .replace("‑", "-")
    )
    parts = re.findall(r"(?:u\.s\.?)|[\w']+", text)
    if len(parts) < 2 or parts[-1] not in _KIND:
        return ()
    nation = {nations().get(p) or ("shia" if p.startswith(("shia", "shii", "shi'")) else "") for p in parts} - {""}
    tied = bool(re.search(rf"-(?:{_TIED})\b|\bpro-", text))
    other = {
        p for p in parts[:-1] if p in ("anti", "coalition", "nato", "un", "eu", "isis", "security", "sunni", "senior")
    }
    if not nation and not other:
        return ()
    nation -= {"iraq"} if "shia" in nation else set()
    return (*sorted(nation), "tied" if tied else "", *sorted(other), _KIND[parts[-1]])


_CAPITAL = r"[A-Z][\w’'ʿʼ]*(?:[-‑](?:al[-‑])?[A-Z]\w+){0,3}"
_NAME = rf"\b(?:(?:al[-‑]|Al[-‑])?{_CAPITAL}(?:\s+(?:al[-‑]|bin\s+)?{_CAPITAL}){{0,2}})"
_PHRASES = (
    rf"{_NAME}(?<!The)\s+(?:administration|government)\b(?!\s+(?:official|spokes|source|minister|building|"
    rf"employee|force|troop|agenc))",
    rf"\b(?:(?:north|south|east|west)(?:ern)?[-‑]?(?:east|west)?(?:ern)?|central)\s+{_NAME}\b(?![-‑]|['’]s\s+[A-Z]|"
    r"\s+(?:[Pp]rovince|[Gg]overnorate|[Dd]istrict)\b)",
    rf"{_NAME}[-–‑]{_NAME}\s+border\b|\b{_NAME}\s+border\s+with\s+{_NAME}",
    rf"\b(?:embassy|consulate|airport)\s+(?:in|of|at)\s+(?:the\s+)?{_NAME}",
    rf"{_NAME}[’']s\s+(?:main\s+|international\s+|civilian\s+){{0,2}}(?:airport)\b",
    rf"(?:\bU\.S\.|{_NAME})\s+(?:[Ee]mbassy|[Cc]onsulate|[Aa]ir\s?base|airport)\b",
    r"\b(?:Americans|Doctors|Citizens|Reporters|Veterans|Physicians|Women|Mothers|Students|Lawyers)\s+(?:[Ff]or|"
    r"[Ww]ithout|[Aa]gainst)\s+(?:[a]\s+|the\s+)?"
    rf"{_NAME}",
    r"(?<=[a-z,]\s)The\s+(?:[A-Z][\w’']+\s+){0,2}(?:Times|Post|Journal|Guardian|Telegraph|Independent|Economist|"
    r"Atlantic|Intercept|Hill|"
    r"Conservative|Nation|Star|Herald|Tribune|National|Observer|Week|Conversation|Diplomat|Cradle|"
    r"Associated\s+Press)\b",
    rf"{_NAME}\s+(?:in|of|for)\s+{_NAME}(?:\s+and\s+{_NAME})?(?=\s+\([A-Z]{{2,8}}\))",
    rf"\b(?:Office|Ministry|Institute|Centre|Center|Department|Fund|Commission|Agency|Council)\s+(?:of|"
    rf"for)\s+(?:the\s+)?{_NAME}"
    rf"(?:\s+(?:(?:for|of|on)\s+(?:the\s+)?|and\s+){_NAME})+",
    rf"(?<=, ){_NAME}$",
    rf"\b[A-Z]\w+\s+of\s+the\s+(?:Two|Three|Four|Five|Seven|Ten|Twelve)\s+{_NAME}",
    rf"(?<=[“\"‘]){_NAME}\s+in\s+{_NAME}(?=[”\"’])",
    rf"{_NAME}\s+(?:City|[Pp]rovince|[Gg]overnorate|Valley|River|[Hh]ills|[Mm]ountains|[Mm]arshes)\b",
    r"(?:(?<=^)|(?<=[.!?]\s))Al[-‑][A-Z](?:(?![’']s\b)[\w’'])+",
    r"\b[A-Z][\w-]*\.(?:com|org|net|news)\b",
)  # fmt: skip
_COMPILED = tuple(re.compile(p) for p in _PHRASES)
_NOT = re.compile(
    r"^(?:The|In|On|At|For|From|But|And|When|While|After|Before|As|With|By|Since|This|That|Its|His|Her|Their|"
    r"Our|A|An)\s+"
)

_ENDS = re.compile(r"border|(?:government|administration|[Bb]ase|airport|mbassy)$")


def phrases(text: str) -> list[tuple[int, int]]:
    """Return where phrases with a name in them are in a line."""
    found = []
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            start = match.start()
            lead = _NOT.match(match.group())
            titled = match.group().startswith("The") and start and not _ENDS.search(match.group())
            if lead and not titled:
                start += lead.end()
            if text[start : match.end()][:1].islower() and not re.match(
                r"(?:north|south|east|west|central|embassy|consulate|airport|al)", text[start:]
            ):
                continue
            if re.match(r"(?:government|administration|border)", text[start:]):
                continue
            if re.match(r"embassy|consulate|airport", text[start:]) and re.search(
                r"\b(?:[A-Z][\w.]*|its|their)\s+$", text[:start]
            ):
                continue  # the word before it says whose it is
            if not any(c.isupper() for c in text[start : match.end()]):
                continue  # "The embassy"
            found.append((start, match.end()))
    found += [m.span() for m in _long_countries().finditer(text)]
    return found


@cache
def _long_countries() -> re.Pattern[str]:
    names = sorted((c for c in countries() if " " in c), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(n.title()) for n in names) + r")\b")


_DATE_WORD = re.compile(rf"(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\.?")


def reason_without_name(text: str, word: Token) -> str:
    """Return why a capitalised word alone names no actor and no place, or an empty string."""
    printed = text[word.start : word.end]
    if _DATE_WORD.fullmatch(printed):
        return "month or weekday"
    plain = printed.casefold().replace("’", "'").replace("ʼ", "'").replace("‘", "'")
    if plain in adjectives():
        return "demonym" if plain.endswith(("s", "men")) and plain not in ("swiss", "ross") else "adjective alone"
    if re.fullmatch(r"[ECMP][SD]T|[ECW]ES?T|BST|GMT|UTC|AST|ET|PT", printed):
        return "time zone"
    if word.key in words("titles") and not printed.isupper():
        return "title"
    return ""
