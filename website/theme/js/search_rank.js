// Which records match, best first: the ranking that iraqmilitias.search.find describes, step by step.
"use strict";

const FIELD_COUNTS = [4, 3, 2]; // what a word counts in a name, in the sentence, in another text
const [BY_WORDS, EXACT, TRANSLITERATED, NEAR, LATER] = [700, 1000, 950, 900, 100];
const SECONDARY = ["event_reports", "affiliations", "notes", "bibliography"];

const enough = (letters, text) => letters.length >= (/^[\x00-\x7f]*$/u.test(text) ? 3 : 2);
const isNamed = (doc) => !["figures", "statements", ...SECONDARY].includes(doc.table) && doc.title !== doc.sentence;

class SearchIndex {
  constructor(docs, kinds) {
    this.docs = docs;
    this.rank = new Map(kinds.map((table, i) => [table, i]));
    this.names = [];
    this.places = new Map(); // word → document → what it counts there
    docs.forEach((doc, place) => this.take(doc, place));
    this.nameWords = [...new Set(this.names.filter((name) => name.spelled).flatMap((name) => [...name.keys]))].sort();
  }

  take(doc, place) {
    const named = isNamed(doc) ? [doc.title] : [];
    const fields = [[...named, ...doc.spellings, ...doc.numbers], [doc.sentence, ...(named.length ? [] : [doc.title])], doc.text];
    fields.forEach((texts, field) => texts.forEach((text) => wordsOf(text).forEach(({ key }) => {
      for (const token of key.split(/[^\p{L}\p{N}]+/u)) {
        if (!this.places.has(token)) this.places.set(token, new Map());
        const at = this.places.get(token);
        at.set(place, Math.max(FIELD_COUNTS[field], at.get(place) ?? 0));
      }
    })));
    for (const text of new Set([...doc.spellings, ...named])) {
      const keys = wordsOf(text).map((word) => word.key);
      this.names.push({ place, text, folded: fold(text), letters: consonants(text), keys: new Set(keys), length: Math.max(keys.length, 1), spelled: doc.spellings.includes(text) });
    }
  }

  // The words of the documents that an asked word stands for, and what is taken off for that.
  known(word) {
    if (this.places.has(word)) return [[word], 0];
    if (/^\p{Nd}/u.test(word)) return [[], 0];
    const letters = consonants(word);
    const limit = word.length < 8 ? 1 : 2;
    const tries = [
      (other) => enough(letters, word) && consonants(other) === letters,
      (other) => word.length >= 5 && distance(word, other, limit) <= limit,
    ];
    for (const near of tries) {
      const found = this.nameWords.filter(near);
      if (found.length) return [found, 1];
    }
    return [word.length >= 3 ? [...this.places.keys()].filter((other) => other.startsWith(word)) : [], 1];
  }

  // What a word weighs: the rarer, the more; 0 where no document has it.
  weight(variants) {
    const having = new Set(variants.flatMap((variant) => [...this.places.get(variant).keys()]));
    return having.size ? 32 - Math.clz32(Math.floor(this.docs.length / having.size)) : 0;
  }

  // Each document's points for words, and the words that it has. `missing` is what asked words weigh that none has.
  byWords(asked, missing) {
    const counts = new Map();
    const hits = new Map();
    for (const [word, [variants, less]] of asked) {
      const found = new Map();
      for (const variant of variants) {
        for (const [place, count] of this.places.get(variant)) {
          found.set(place, Math.max(count - less, found.get(place) ?? 0));
          if (!hits.has(place)) hits.set(place, new Set());
          hits.get(place).add(variant);
        }
      }
      counts.set(word, found);
    }
    const weights = [...asked].map(([word, [variants]]) => [word, this.weight(variants)]);
    const total = weights.reduce((sum, [, weight]) => sum + weight, missing);
    const points = new Map();
    for (const place of hits.keys()) {
      const mine = weights.filter(([word]) => counts.get(word).has(place));
      if (2 * mine.reduce((sum, [, weight]) => sum + weight, 0) < total) continue;
      const sum = mine.reduce((whole, [word, weight]) => whole + weight * counts.get(word).get(place), 0);
      points.set(place, Math.floor((BY_WORDS * sum) / (4 * total)) - (SECONDARY.includes(this.docs[place].table) ? LATER : 0));
    }
    return [points, hits];
  }

  namePoints(name, key, letters) {
    if (key && key === name.folded) return EXACT;
    if (!name.spelled) return 0;
    if (enough(letters, key) && letters === name.letters) return TRANSLITERATED;
    const limit = Math.min(Math.floor(name.folded.length / 4), 3);
    const far = key.length >= 5 ? distance(key, name.folded, limit) : limit + 1;
    return far <= limit ? NEAR - 30 * far : 0;
  }

  // The words that a text asks for, each with its meaning here.
  asked(text) {
    const all = wordsOf(text);
    const asked = [...new Set(all.filter((w) => !LISTS.stop.includes(fold(text.slice(w.start, w.end)))).map((w) => w.key))];
    const words = asked.length ? asked : [...new Set(all.map((w) => w.key))];
    return new Map(words.map((word) => [word, this.known(word)]));
  }

  // The documents found, best first, each as {doc, points, hits}.
  find(text, missing = 0) {
    const known = new Map([...this.asked(text)].filter(([, [variants]]) => variants.length));
    const [byWords, hits] = this.byWords(known, missing);
    const points = new Map(byWords);
    const fitting = new Map();
    const [key, letters] = [fold(text), consonants(text)];
    for (const name of this.names) {
      let more = this.namePoints(name, key, letters);
      const all = byWords.has(name.place) && [...known.values()].every(([variants]) => variants.some((v) => name.keys.has(v)));
      if (all && !more) more = byWords.get(name.place) + Math.floor(((name.spelled ? 200 : 50) * known.size) / name.length);
      fitting.set(name.place, (fitting.get(name.place) ?? 0) + (more > 0 ? 1 : 0));
      if (more > (points.get(name.place) ?? 0)) points.set(name.place, more);
    }
    const rank = (place) => this.rank.get(this.docs[place].table) ?? this.rank.size;
    return [...points.keys()]
      .sort((a, b) => points.get(b) - points.get(a) || rank(a) - rank(b) || (fitting.get(b) ?? 0) - (fitting.get(a) ?? 0) || a - b)
      .map((place) => ({ doc: this.docs[place], points: points.get(place), hits: hits.get(place) ?? new Set() }));
  }
}

// The sentence of a document that has most of the words, and where in it they are.
function sentenceOf({ doc, hits }) {
  const shown = [doc.sentence || doc.title, ...doc.text].map((text) => [text, wordsOf(text).filter((w) => hits.has(w.key))]);
  const most = ([, marks]) => new Set(marks.map((w) => w.key)).size;
  return shown.reduce((best, one) => (most(one) > most(best) ? one : best));
}
