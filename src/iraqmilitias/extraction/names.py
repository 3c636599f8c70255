"""Capitalised names in a line of English prose.

A name is a run of capitalised words, joined where a name joins them: by a space or hyphen, by "of" ("Department of
State"), by "for" after a body's noun ("Institute for Near North Studies"), by a particle inside ("Osama bin Laden"),
or after an initial or abbreviated title ("Mr. Grey"). A possessive ending is left out and ends the name. In a
hyphenated word only the capitalised parts are found ("US-led": US). Articles before a name do not belong to it.

Adjectives and words of nationality and religion, titles, months and weekdays are found too: they have to be coded or
waived. The first word of a sentence, quotation or heading, and every word of a heading in title case, is found
unless it is an ordinary word (the two lists in `vocabulary/`) or occurs in small letters elsewhere in the line.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ..calendar_days import MONTH, MONTH_NAMES
from .vocabulary import groups, pattern_groups, patterns, words

_TOKEN = re.compile(
    r"https?://\S+|www\.\S+|\b\w[\w-]{0,60}\.(?:com|org|net|gov|info|news|co\.\w\w|edu)\b|(?:[^\W\d_]\.){2,}"
    r"|[^\W_]+(?:['’ʼ‘`&][^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’ʼ‘`]s$", re.IGNORECASE)
_PARTICLES = words("particles")
_ARTICLES = words("articles")
_BODIES = words("bodies")
_BODY = re.compile(patterns("bodies_in_names"))
_PEOPLE = frozenset({"People", "Women", "Men", "Children"})  # plurals whose possessive ends in "s"
_OPENED = re.compile(r"(?:^|(?<=[\s(]))[‘'](?=\w)[^’']*$")
# Words that end the name of an outlet: "Review", "Daily".
OUTLETS = frozenset(w for kind, listed in pattern_groups("types") if kind[1] == "media" for w in listed.split("|"))
_NUMBER_BEFORE = re.compile(r"\b(Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve)\s$")
_PART_ENDS = re.compile(r"\s*(?:[|,–—]|$)")
_ABBREVIATED = words("abbreviations")
_PREFIXES = words("prefixes")
_ABSTRACT = re.compile(r".{2,}(?:tions?|sions?|ments?|ness|ities|ability|ings?|ously|fully|ively|ically|ably|less)$")
_NAMES_ENDING_SO = re.compile(
    r"(?:beijing|nanjing|taiping|chongqing|sterling|fleming|clement|inverness|guinness|vikings?|italy|sicily|kelly)$"
)
# Inflections, and what the base form has in their place.
_ENDINGS = {
    **dict.fromkeys(("ies", "ied", "ier", "ily"), ("y",)),
    **dict.fromkeys(("ed", "er", "ers", "ing"), ("", "e")),
    "s": ("",),
    "es": ("", "e", "is"),
    "ly": ("", "le"),
}
_DEMONYM = re.compile(
    r"(?:ian|ean|ish|ese|ite|raeli|raqi|udi|ani|emeni|uwaiti|atari|ican|rench|erman|reek|urk|wiss)s?$"
)


_ORDINAL = re.compile(r"\b\d{1,3}(?:st|nd|rd|th)\s+$")
# "EST Jan. 11" is not a name; "June Hart" may be one.
_UNCOUNTED = ("i", "a", "the", "an")  # capital without being a name
_MONTH = re.compile(rf"(?:{MONTH})\b\.?\s*\d")


class Name(NamedTuple):
    """A name as it is printed in the line; `parts` are the (start, end) of its capitalised words."""

    start: int
    end: int
    text: str
    parts: tuple[tuple[int, int], ...]


class _Word(NamedTuple):
    start: int
    end: int  # without a possessive ending
    text: str
    possessive: bool
    first: bool  # capital, and begins a sentence, quotation or heading
    capital: bool


def capitals(text: str) -> set[str]:
    """Return the distinct capitalised words of a text, possessive endings left out: the unit of `lines.names`."""
    return {w.text for w in _words(text) if w.capital and w.text.casefold() not in _UNCOUNTED}


def find(text: str) -> list[Name]:
    """Return the names of a line, in order, none overlapping."""
    tokens = _words(text)
    heading = is_title_case(text)
    small = {w.text.casefold() for w in tokens if not w.capital}
    large = {w.text for w in tokens if w.capital and not w.first} if not heading else set()
    shouted = text.isupper()
    kept: list[_Word | None] = []
    for i, word in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) and _joined(text, word, tokens[i + 1]) else None
        counts = _counts(word, following, heading, small, large, shouted)
        if not counts and word.capital and not word.first and (not heading or is_signed(text)):
            counts = _inside(text, tokens, kept, i)
        ends = word.text.casefold() in _BODIES or (word.text in OUTLETS and _PART_ENDS.match(text, word.end))
        if heading and word.capital and i and kept[i - 1] is not None and ends:
            counts = counts or _joined(text, tokens[i - 1], word)  # a heading's "Rafid Agency", a byline's "Gulf Daily"
        if len(word.text) == 1 and word.capital and re.match(r"[-‑]\d", text[word.end : word.end + 2]):
            counts = True  # "F-16"
        prefix = word.text.casefold() in _PREFIXES and text[word.end : word.end + 1] in ("-", "‑")
        dropped = prefix and (word.first or heading)  # "De-escalation"
        kept.append(word if counts and not dropped else None)
    return [n for run in _runs(text, tokens, kept) if (n := _name(text, run))]


def is_title_case(text: str) -> bool:
    """Whether a line is a heading with its words capitalised: short, one sentence, most longer words capital."""
    tokens = re.findall(r"[^\W\d_][\w'’-]*", text)
    long = [w for w in tokens if len(w) > 3]
    if (
        not 3 <= len(tokens) <= 20
        or re.match(r"By\s+[A-Z]", text)
        or not tokens[0][0].isupper()
        or re.search(r"[.!?]['\"”’]?(?:\s+\S|$)", text.strip())
        or not long
    ):
        return False
    return bool(sum(w[0].isupper() for w in long) >= 0.75 * len(long))


def is_signed(text: str) -> bool:
    """Whether a line tells who writes, for whom and when: "Ann Grey | Delta Institute for Water | 6 May 2022"."""
    return bool(re.search(r"\s[|•·]\s.*\b\d{4}$", text))


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    for match in _TOKEN.finditer(text):
        token, start = match.group(), match.start()
        if token.startswith(("http", "www.")):
            continue
        bare = _POSSESSIVE.sub("", token)
        if not bare[0].isalpha():
            continue
        capital = bare[0].isupper()
        first = capital and _is_first(text, start)
        found.append(_Word(start, start + len(bare), bare, bare != token, first, capital))
    return found


def _is_first(text: str, start: int) -> bool:
    before = text[:start] if start < 60 else "x" + text[start - 60 : start]
    if re.fullmatch(r"\s*\(?\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?\)?\s*[-–—:|]?\s*", before):
        return True  # after the time of a live blog's entry
    if re.match(
        r"[A-Z]{2}[A-Z'’ .-]*(?:[,(][^—–]{0,70})?(?:\s?[—–]|(?<=\))\s-)\s$", text[: start if start < 100 else 0]
    ):
        return True  # after the place and agency of a wire item
    if re.search(r"(?:^|[“„«\"…•*|]|(?:^|\s)[‘'(\[]+)\s*$", before):
        return not re.search(r"\w\s*[(\[]$", before)
    ended = re.search(r"([^\s.]*)([.!?:;])[\"”’')\]]*\s+[-–—•\"“‘'(\[]*$", before)
    if not ended:
        return bool(re.search(r"(?:^|[.!?]['\"”’)]*)\s*[-–—•]\s*$", before))
    word, mark = ended.group(1).casefold(), ended.group(2)
    if mark == ".":
        return not (
            word in _ABBREVIATED or (len(word) == 1 and word.isalpha()) or re.search(r"\b[A-Z]\.[A-Z]\.\s$", before)
        )
    return mark != ";"


def _joined(text: str, word: _Word, following: _Word) -> bool:
    gap = text[word.end : following.start]
    if gap in ("’ ", "' ", "ʼ ", "’s ", "'s "):
        return _is_inside_a_name(text, word, following)
    if word.possessive:
        return False
    if gap in (" ", "\u00a0", "-", "‑", " & "):
        return True
    return gap in (". ", ".\u00a0") and (word.text.casefold() in _ABBREVIATED or len(word.text) == 1)


def _is_inside_a_name(text: str, word: _Word, following: _Word) -> bool:
    """Whether an apostrophe between two words is inside a name: "Farmers’ League", "Rafi’ al-Grey"."""
    if not word.capital:
        return False
    if word.possessive:
        return word.text in _PEOPLE and _is_body(following)
    if word.text[-1] in "sS":
        return _is_body(following)
    opened = _OPENED.search(text[: word.end])  # what is closed here is a quotation
    return opened is None and (following.capital or following.text in _PARTICLES)


def _is_body(word: _Word) -> bool:
    return word.capital and (word.text.casefold() in _BODIES or _BODY.fullmatch(word.text) is not None)


def _is_function(word: _Word, shouted: bool) -> bool:
    if word.text.isupper() and len(word.text) > 1 and not shouted:
        return False  # "US", "WHO", "IT" are not "us", "who", "it"
    return word.text.casefold().replace("’", "'") in words("function")


def is_common(word: str) -> bool:
    """Whether a word is an ordinary English word, or an inflected form of one, by the lists in `vocabulary/`."""
    lower = word.casefold().replace("’", "'")
    known = words("common") | words("function")
    if lower in known or lower.removesuffix("s") in groups("crowds").keys() - {lower}:
        return True  # of people only the plural: "Porter" may be a name
    if _NAMES_ENDING_SO.match(lower):
        return False
    for suffix, endings in _ENDINGS.items():
        if lower.endswith(suffix) and len(lower) > len(suffix) + 2:
            stem = lower.removesuffix(suffix)
            stems = [stem + e for e in endings] + ([stem[:-1]] if stem[-1] == stem[-2] else [])
            if any(s in known for s in stems):
                return True
    prefixed = re.match(r"(?:un|re|de|non|over|under|mis|dis|out|counter)(?=\w{4})", lower)
    if prefixed and is_common(lower[prefixed.end() :]):
        return True
    return _ABSTRACT.match(lower) is not None


def _counts(
    word: _Word, following: _Word | None, heading: bool, small: set[str], large: set[str], shouted: bool
) -> bool:
    """Whether a word is a part of a name."""
    if not word.capital or (len(word.text) == 1 and not (following and following.capital)):
        return False
    if word.text == "Tell" and following and following.capital and not word.first:
        return True  # a mound: "near Tell Shaheen"
    if _is_function(word, shouted):
        return False
    if word.text.isupper() and len(word.text) > 1 and not shouted:
        return True
    if heading:
        return not is_common(word.text)
    if not word.first or word.text in large:
        return True
    if word.text.casefold() in small:
        return False
    if not is_common(word.text):
        return True
    if following is None or not following.capital or word.text.casefold().endswith(("ing", "ly")):
        return False
    # "Prime Minister Low", but not "Angry Americans", "Senior US officials"
    return not (following.text.isupper() or _DEMONYM.search(following.text))


def _inside(text: str, tokens: list[_Word], kept: list[_Word | None], i: int) -> bool:
    """Whether a function word is capital because it is inside a name: "Rise Together", "for Near North Studies"."""
    for j in range(i - 1, max(i - 3, -1), -1):
        if not _joined(text, tokens[j], tokens[j + 1]):
            return False
        if kept[j] is not None:
            return True
        if tokens[j].text not in ("of", "for"):
            return False
    return False


def _runs(text: str, tokens: list[_Word], kept: list[_Word | None]) -> list[list[_Word]]:
    runs: list[list[_Word]] = []
    for i, word in enumerate(kept):
        if word is None:
            continue
        if runs and _continues(text, tokens, runs[-1][-1], i):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _continues(text: str, tokens: list[_Word], last: _Word, i: int) -> bool:
    """Whether the name that ends with `last` goes on to word i, directly or over particles."""
    at = next(j for j in range(i - 1, -1, -1) if tokens[j] is last)
    chain = tokens[at : i + 1]
    if len(chain) > 6:
        return False
    if not all(_joined(text, a, b) for a, b in pairwise(chain)):
        return False
    between = [w.text.casefold() for w in chain[1:-1]]
    if (tokens[i].first and not between) or _MONTH.match(text, tokens[i].start):
        return False
    hyphened = text[tokens[i].start - 1] in ("-", "‑")
    if not between or all(b in _PARTICLES or (hyphened and b in _ARTICLES) for b in between):
        return True
    if between[0] == "of" and _ORDINAL.search(text, max(0, last.start - 8), last.start):
        return False  # "the 35th Brigade of X"
    if between[0] == "of":
        return between[1:] in ([], ["the"]) or all(b in _PARTICLES for b in between[1:])
    if between[0] == "for":
        return last.text.casefold() in _BODIES and between[1:] in ([], ["the"])
    return between == ["the"] and last.text.isupper()


def _with_number(text: str, start: int, run: list[_Word]) -> int:
    """Take the number before the name of a body with it: "the Two Rivers Review"."""
    number = _NUMBER_BEFORE.search(text[:start])
    if number is None or len(run) < 2 or not _is_body(run[-1]):
        return start
    alone = not _is_first(text, number.start(1)) or _PART_ENDS.match(text, run[-1].end)
    return number.start(1) if alone else start


def _name(text: str, run: list[_Word]) -> Name | None:
    start, end = run[0].start, run[-1].end
    article = re.search(r"(?<![\w-])(\w{1,3})[-‑'’]$", text[max(0, start - 6) : start])
    if article and article.group(1) in _ARTICLES:  # small letters: "al-Qaim"
        start -= len(article.group())
    ordinal = _ORDINAL.search(text, max(0, start - 8), start)
    if ordinal and run[0].text not in MONTH_NAMES:
        start = ordinal.start()
    start = _with_number(text, start, run)
    number = re.compile(r"[-‑]\d+\w?\b").match(text, end)
    if number:  # "F-16"
        end = number.end()
    elif len(run) == 1 and end - start == 1:
        return None
    parts = tuple((w.start, w.end) for w in run if w.text.casefold() not in _UNCOUNTED)
    return Name(start, end, text[start:end], parts) if parts else None
