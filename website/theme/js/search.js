// The search page: what the words find, by kind, with the words marked. Nothing is sent anywhere.
"use strict";

const { strings: STRINGS, kinds: KINDS, badges: BADGES, records: RECORDS, parts: PARTS, pages: PAGES } = window.iraqmilitiasIndex;
const MOST = 40; // hits that are shown
const BEHIND = 200; // points by which a page of the site comes after a record
const text = (index) => STRINGS[index];
const documentOf = ([id, table, title, sentence, texts, numbers, spellings, url, verdicts]) => ({
  id, table, url: url || `id/${id}/index.html`, title: text(title), sentence: text(sentence),
  text: texts.map(text), numbers: numbers.map(text), spellings: spellings.map(text), verdicts: (verdicts || []).map(text),
});
const records = new SearchIndex(RECORDS.map(documentOf), Object.keys(KINDS));
const pages = new SearchIndex(PAGES.map(([url, title, sentence, page, also]) => (
  { id: url, table: "pages", url, title, page, sentence, text: [page, also], numbers: [], spellings: [], verdicts: [] })), []);
const byId = new Map([...records.docs.map((doc) => [doc.id, doc]), ...PARTS.map((part) => [part[0], documentOf(part)])]);
const kindOf = (doc) => KINDS[doc.table] ?? (doc.table === "pages" ? "page" : doc.table.replaceAll("_", " "));
let kind = "";

// Records in the order of the library; pages of the site behind them, before them only where a page is called just
// that, or has a word that no record has. What a word weighs that pages lack, they lack of the whole.
function search(query) {
  const wanted = query.trim();
  if (byId.has(wanted)) return [{ doc: byId.get(wanted), points: 1000, hits: new Set() }];
  if (/^[a-z]{3}-[0-9]{4,}$/u.test(wanted)) return [];
  const found = records.find(wanted);
  const asked = [...records.asked(wanted)];
  const ofPages = pages.asked(wanted);
  const only = (word) => pages.places.has(word) && !records.places.has(word);
  const lacking = asked.filter(([word, [variants]]) => variants.length && !ofPages.get(word)[0].length);
  const missing = lacking.reduce((sum, [, [variants]]) => sum + records.weight(variants), 0);
  const best = found[0]?.points ?? EXACT;
  const behind = (hit) => {
    if (hit.points === EXACT || [...hit.hits].some(only)) return hit.points;
    return Math.min(hit.points - BEHIND, best);
  };
  const others = pages.find(wanted, missing).map((hit) => ({ ...hit, points: behind(hit) }));
  return [...found, ...others].sort((a, b) => b.points - a.points);
}

function marked(words, marks) {
  const line = document.createElement("p");
  let at = 0;
  for (const { start, end } of marks) {
    line.append(words.slice(at, start), Object.assign(document.createElement("mark"), { textContent: words.slice(start, end) }));
    at = end;
  }
  line.append(words.slice(at));
  return line;
}

function entryOf(hit) {
  const { doc } = hit;
  const item = document.createElement("li");
  const link = document.createElement("a");
  const label = document.createElement("span");
  link.href = doc.url;
  link.textContent = doc.page ? `${doc.page}: ${doc.title}` : doc.title;
  label.className = "kind";
  label.textContent = doc.table === "pages" ? "page" : `${kindOf(doc)} ${doc.id}`;
  item.append(label, " ", link);
  for (const verdict of doc.verdicts) {
    item.append(" ", Object.assign(document.createElement("span"), { className: `badge ${verdict.replace("_", "-")}`, textContent: BADGES[verdict] }));
  }
  const [sentence, marks] = sentenceOf(hit);
  if (sentence !== doc.title || marks.length) item.append(marked(sentence, marks));
  return item;
}

function showKinds(hits) {
  const counts = new Map();
  for (const { doc } of hits) counts.set(kindOf(doc), (counts.get(kindOf(doc)) ?? 0) + 1);
  if (!counts.has(kind)) kind = "";
  const all = [["", hits.length], ...[...counts].sort((a, b) => b[1] - a[1])];
  document.getElementById("kinds").replaceChildren(...(counts.size > 1 ? all : []).map(([name, count]) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${name || "all"} ${count}`;
    button.setAttribute("aria-pressed", name === kind);
    button.addEventListener("click", () => {
      kind = name;
      show(box.value);
      [...document.querySelectorAll("#kinds button")].find((other) => other.textContent === button.textContent)?.focus();
    });
    item.append(button);
    return item;
  }));
}

// Names that begin as what is written does.
function suggest(query) {
  const key = fold(query);
  const names = key.length < 2 ? [] : records.names.filter((name) => name.spelled && name.folded.startsWith(key));
  const written = [...new Set(names.map((name) => name.text))].slice(0, 8);
  document.getElementById("names").replaceChildren(...written.map((name) => Object.assign(document.createElement("option"), { value: name })));
}

function show(query) {
  const hits = search(query);
  showKinds(hits);
  const chosen = kind ? hits.filter(({ doc }) => kindOf(doc) === kind) : hits;
  document.getElementById("hits").replaceChildren(...chosen.slice(0, MOST).map(entryOf));
  const more = chosen.length > MOST ? `, the best ${MOST} shown` : "";
  document.getElementById("found").textContent = query.trim() ? `${chosen.length} found for “${query}”${more}` : "";
}

const box = document.getElementById("q");
box.setAttribute("list", "names");
box.value = new URLSearchParams(location.search).get("q") || "";
box.addEventListener("input", () => {
  suggest(box.value);
  show(box.value);
});
show(box.value);
if (!box.value) box.focus();
