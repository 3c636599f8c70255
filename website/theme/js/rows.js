// Rows as CSV, elements of HTML and SVG made of text, text copied: for the console and the explorer. Text of the data is never markup.
"use strict";

function make(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function svgOf(tag, attributes, content) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (content !== undefined) made.textContent = content;
  return made;
}

const text = (value) => (value === null ? "" : Array.isArray(value) ? `[${value.map(text).join(", ")}]` : String(value));

// Text that a spreadsheet would run gets an apostrophe; numbers stay as they are.
function csvCell(value, numeric) {
  const written = numeric || typeof value === "number" ? text(value) : text(value).replace(/^(?=\s*[=+\-@\t\r])/u, value === null ? "" : "'");
  return /[",\n\r]/u.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

// The rows as CSV, in pieces, since one text of very many rows may be longer than a browser allows.
function csvPieces(answer) {
  const lines = (rows, numeric) => `${rows.map((row) => row.map((value, i) => csvCell(value, numeric[i])).join(",")).join("\n")}\n`;
  const pieces = [lines([answer.names], [])];
  for (let from = 0; from < answer.rows.length; from += 10_000) pieces.push(lines(answer.rows.slice(from, from + 10_000), answer.numeric));
  return pieces;
}

async function copied(button, content) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(content.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(content); // without permission one key press copies it
    button.textContent = "Selected: press Ctrl+C or ⌘C";
  }
  setTimeout(() => { button.textContent = label; }, 4000);
}
