// The reader's own copy of an article: its lines are matched by fingerprint, and the words appear, marked.
// The file is read here and goes nowhere. The page is complete without this script.
"use strict";

const own = document.querySelector(".own");
const output = own.querySelector("output");
const lines = [...document.querySelectorAll(".lines > li")];
// What Python's str.split() takes for white space, since data/lines.csv is made with it.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
const normalise = (text) => text.normalize("NFC").replace(SPACE, " ").replace(/^ | $/g, "");
const LARGEST = 2_000_000; // bytes; an article has a few thousand

async function fingerprint(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Where each piece is in the line, as a whole word: [start, end, element that tells of it].
function found(text, line) {
  const spans = [];
  for (const piece of line.querySelectorAll("[data-words]")) {
    const words = normalise(piece.dataset.words).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const at = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, "gu");
    const name = !piece.matches("li");
    for (const match of text.matchAll(at)) {
      spans.push([match.index, match.index + match[0].length, piece, name]);
      if (!name) break;
    }
  }
  return spans;
}

function marked(text, line) {
  const spans = found(text, line);
  const cuts = [...new Set([0, text.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const shown = document.createElement("p");
  shown.className = "words";
  cuts.slice(0, -1).forEach((start, i) => {
    const part = text.slice(start, cuts[i + 1]);
    const over = spans.filter(([from, to]) => from <= start && to >= cuts[i + 1]);
    if (!over.length) return shown.append(part);
    const nearest = over.reduce((a, b) => (b[1] - b[0] < a[1] - a[0] ? b : a));
    const mark = document.createElement("mark");
    const link = document.createElement("a");
    if (over.every((span) => span[3])) mark.className = "name";
    link.href = nearest[2].querySelector("a").href;
    link.title = over.map((span) => span[2].textContent).join(" · ");
    link.textContent = part;
    mark.append(link);
    return shown.append(mark);
  });
  return shown;
}

async function show(file) {
  for (const old of document.querySelectorAll(".lines .words")) old.remove();
  if (!crypto.subtle) return "This browser computes fingerprints only on https pages and local files.";
  if (file.size > LARGEST) return `${file.name} has more than ${LARGEST / 1e6} MB: it is not one article.`;
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return `${file.name} is not UTF-8 text. Save it as plain text in UTF-8.`;
  }
  const have = new Map();
  for (const line of text.split("\n").map(normalise)) have.set(await fingerprint(line), line);
  const matched = lines.filter((line) => have.has(line.dataset.sha256));
  for (const line of matched) line.querySelector("h3").after(marked(have.get(line.dataset.sha256), line));
  const missing = lines.filter((line) => !matched.includes(line)).map((line) => line.id.replace("line-", ""));
  if (!matched.length) return `No line of ${file.name} is a line of this article.`;
  const rest = missing.length ? ` Not in your copy, or different there: lines ${missing.join(", ")}.` : "";
  return `${matched.length} of ${lines.length} lines found, and their words marked.${rest}`;
}

own.hidden = false;
own.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) output.textContent = await show(file);
});
