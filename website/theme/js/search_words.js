// The words of a text as search compares them: the same as src/iraqmilitias/search/words.py, with its words.json.
"use strict";

const { words: LISTS, alike: ALIKE } = window.iraqmilitiasIndex;
const MARKS = "\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed'’ʼʻʾʿ`\\u200c\\u200d";
const WORD = new RegExp(`(?:[\\p{L}\\p{N}]|[${MARKS}])+`, "gu");
const DIGITS_ONLY = /^\p{Nd}+$/u;

// One form of all spellings: no case, accents, vowel signs, hamza, apostrophes, hyphens, spaces.
function fold(text) {
  const lower = Array.from(text.normalize("NFKD").toLowerCase(), (c) => ALIKE[c] ?? c).join("");
  return lower.replace(/[^\p{L}\p{N}]/gu, "");
}

function stem(word) {
  if (word.length < 4 || !/^[a-zA-Z]+$/u.test(word)) return word;
  let found = word;
  if (found.endsWith("ies")) found = `${found.slice(0, -3)}y`;
  else if (found.endsWith("s") && !"siu".includes(found.at(-2))) found = found.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    const rest = found.endsWith(ending) ? found.slice(0, -ending.length) : found;
    if (rest !== found && rest.length >= 3 && /[aeiouy]/u.test(rest) && !found.endsWith("eed")) {
      found = rest;
      break;
    }
  }
  found = found.endsWith("e") ? found.slice(0, -1) : found;
  return found.length > 3 && found.at(-1) === found.at(-2) ? found.slice(0, -1) : found;
}

const SAME = new Map(Object.entries(LISTS.same).flatMap(([word, others]) => [word, ...others].map((other) => [stem(other), stem(word)])));

// What a folded word is compared by: its stem, or the stem that all its synonyms share.
function keyOf(word) {
  if (word.startsWith("ال") && word.length > 4) return word.slice(2);
  return SAME.get(stem(word)) ?? stem(word);
}

// Numbers with separators put together: "5,000", "1.6".
function joinDigits(text, found) {
  const out = [];
  for (const word of found) {
    const last = out.at(-1);
    if (last && DIGITS_ONLY.test(word.key) && DIGITS_ONLY.test(last.key)) {
      const between = text.slice(last.end, word.start);
      if (word.key.length === 3 && /^[,٬\u00a0\u202f]$/u.test(between)) {
        out[out.length - 1] = { start: last.start, end: word.end, key: last.key + word.key };
        continue;
      }
      if (between === ".") {
        out[out.length - 1] = { start: last.start, end: word.end, key: `${last.key}.${word.key}` };
        continue;
      }
    }
    out.push(word);
  }
  return out;
}

function valueOf(word) {
  if (Object.hasOwn(LISTS.units, word)) return LISTS.units[word];
  return /^[0-9]{1,15}(\.[0-9]{1,9})?$/u.test(word) ? Number(word) : null;
}

// Whether "five" continues "two hundred" or "twenty".
const continues = (value, unit) => value % 100 === 0 || (value % 10 === 0 && value % 100 >= 20 && unit < 10);

// Numbers in words put together with what multiplies them: "five thousand", "twenty-eight", "1.6 billion".
function joinNumbers(text, found) {
  const { units, times } = LISTS;
  const out = [];
  let at = 0;
  while (at < found.length) {
    const first = found[at];
    let value = valueOf(first.key);
    at += 1;
    if (value === null) {
      out.push(first);
      continue;
    }
    let total = 0;
    let last = first;
    while (at < found.length && /^[\s-]+$/u.test(text.slice(last.end, found[at].start))) {
      const word = found[at].key;
      if (Object.hasOwn(times, word)) {
        value *= times[word];
        if (times[word] > 100) [total, value] = [total + value, 0];
      } else if (Object.hasOwn(units, word) && continues(value, units[word]) && Object.hasOwn(units, first.key)) {
        value += units[word];
      } else if (!(word === "and" && Object.hasOwn(units, found[at + 1]?.key ?? "") && Object.hasOwn(times, found[at - 1].key))) {
        break;
      }
      last = found[at];
      at += 1;
    }
    out.push({ start: first.start, end: last.end, key: String(Number((total + value).toPrecision(10))) });
  }
  return out;
}

const kept = new Map(); // many records name the same others

// The words of a text in order, each with where it is and what it is compared by; articles are left out.
function wordsOf(text) {
  if (kept.has(text)) return kept.get(text);
  const found = Array.from(text.matchAll(WORD), (m) => ({ start: m.index, end: m.index + m[0].length, key: fold(m[0]) }));
  const keyed = joinNumbers(text, joinDigits(text, found)).map((w) => (DIGITS_ONLY.test(w.key) ? w : { ...w, key: keyOf(w.key) }));
  const words = keyed.filter((w) => w.key && !LISTS.articles.includes(w.key));
  kept.set(text, words);
  return words;
}

// The consonants of a name, by which its spellings in Arabic, Persian and Latin letters are alike.
function consonants(text) {
  const out = [];
  for (const [match] of text.replaceAll("\u200c", " ").matchAll(WORD)) {
    let word = fold(match);
    if (LISTS.articles.includes(word)) continue;
    if (word.startsWith("ال") && word.length > 3) word = word.slice(2);
    word = Array.from(word, (c) => LISTS.letters[c] ?? c).join("");
    for (const [one, other] of LISTS.consonants) word = word.replaceAll(one, other);
    if (word.length > 1 && word.endsWith("h")) word = word.slice(0, -1);
    out.push(Array.from(word).filter((c) => !LISTS.vowels.includes(c)).join(""));
  }
  return out.join("").replace(/(.)\1+/gu, "$1");
}

function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return Math.min(row.at(-1), limit + 1);
}
