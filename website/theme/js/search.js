// The search page: ranks the entries of assets/search-index.js. Nothing is sent anywhere.
"use strict";

// The same folding as iraqmilitias.search.folded: no case, accents, vowel signs, apostrophes, hyphens, spaces.
const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const STOP = new Set(["a", "and", "at", "by", "for", "in", "of", "on", "the", "to", "was", "what", "who"]);
// Among equals, what happened and what was counted come before what is said about it.
const WEIGHT = { event: 25, figure: 25, actor: 20, facility: 20, place: 15, statement: 15, source: 15, report: 10, page: 0 };
const words = (text) => text.split(/[^\p{L}\p{N}\p{M}'’ʼ]+/u).map(fold).filter(Boolean);

function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

const entries = window.iraqmilitiasIndex.map(([kind, title, url, text, spellings]) => ({
  kind, title, url, text, spellings,
  keys: spellings.map(fold),
  head: words(title),
  body: words(`${title} ${text} ${spellings.join(" ")}`),
}));

function byName(entry, key) {
  let best = 0;
  entry.keys.forEach((other) => {
    if (other === key) best = Math.max(best, 500);
    else if (key.length >= 3 && other.includes(key)) best = Math.max(best, 200 + 100 * key.length / other.length);
    else if (key.length >= 5) {
      const limit = Math.floor(Math.max(key.length, other.length) / 4);
      const far = distance(key, other, limit);
      if (far <= limit) best = Math.max(best, 250 - 150 * far / key.length);
    }
  });
  return best;
}

function score(entry, query, key, asked) {
  if (entry.text.split(" ", 1)[0] === query) return 1000;
  const hits = asked.filter((word) => entry.body.some((w) => w === word || (word.length > 2 && w.startsWith(word))));
  const title = asked.filter((word) => entry.head.includes(word));
  const share = hits.length / asked.length;
  const spoken = share === 1 ? 150 : share >= 0.6 ? 60 * share : 0;
  const weight = spoken ? spoken + 20 * title.length / asked.length + (WEIGHT[entry.kind] ?? 5) : 0;
  return Math.max(byName(entry, key), weight);
}

function search(query) {
  const key = fold(query);
  const all = words(query);
  const asked = all.some((word) => !STOP.has(word)) ? all.filter((word) => !STOP.has(word)) : all;
  if (!key) return [];
  return entries
    .map((entry) => ({ entry, score: score(entry, query.trim().toLowerCase(), key, asked) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score);
}

function show(query) {
  const hits = search(query);
  const list = document.getElementById("hits");
  list.replaceChildren(...hits.slice(0, 40).map(({ entry }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.url;
    link.textContent = entry.title;
    const about = document.createElement("p");
    about.textContent = `${entry.kind} · ${entry.text.length > 180 ? `${entry.text.slice(0, 180)}…` : entry.text}`;
    item.append(link, about);
    return item;
  }));
  const more = hits.length > 40 ? ", the best 40 shown" : "";
  document.getElementById("found").textContent = query.trim() ? `${hits.length} found for “${query}”${more}` : "";
}

const box = document.getElementById("q");
box.value = new URLSearchParams(location.search).get("q") || "";
box.addEventListener("input", () => show(box.value));
show(box.value);
if (!box.value) box.focus();
