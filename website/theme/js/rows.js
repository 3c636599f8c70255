// Rows as CSV, elements made of text, text copied: for the console and the explorer. Text of the data is never markup.
"use strict";

function make(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const text = (value) => (value === null ? "" : Array.isArray(value) ? `[${value.map(text).join(", ")}]` : String(value));

// Text that a spreadsheet would run gets an apostrophe; numbers stay as they are.
function cell(value, numeric) {
  const written = numeric || typeof value === "number" ? text(value) : text(value).replace(/^(?=\s*[=+\-@\t\r])/u, value === null ? "" : "'");
  return /[",\n\r]/u.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

function csv(answer) {
  const lines = [answer.names.map((name) => cell(name, false)), ...answer.rows.map((row) => row.map((value, i) => cell(value, answer.numeric[i])))];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
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
