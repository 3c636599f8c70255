// Help with writing a query: completion, the place of an error, the queries that were run before.
"use strict";

const SQL_WORDS = "select from where group by order having limit join left using on as and or not in like ilike between is null distinct count sum avg min max case when then else end with union all filter over partition asc desc during edtf string_agg".split(" ");
const SCHEMA = window.iraqmilitiasSchema;
const KEPT = "iraqmilitias-console"; // where the browser keeps the history
const QUERIES = 20; // kept

// What could follow: [what is written of it, names that begin so]; those of the tables in the query come first.
function completions(sql, caret) {
  const [begun] = sql.slice(0, caret).match(/[\p{L}_][\p{L}\p{N}_]*$/u) ?? [""];
  if (begun.length < 2 || /'[^']*$/u.test(sql.slice(0, caret).replaceAll("''", "").replace(/'[^']*'/gu, ""))) return [begun, []];
  const words = new Set(sql.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  const here = Object.entries(SCHEMA).filter(([name]) => words.has(name)).flatMap(([, columns]) => columns);
  const all = [...here, ...Object.keys(SCHEMA), ...SQL_WORDS, ...Object.values(SCHEMA).flat()];
  const fitting = [...new Set(all)].filter((word) => word.startsWith(begun.toLowerCase()) && word !== begun.toLowerCase());
  return [begun, fitting.slice(0, 8)];
}

// Where in a query DuckDB's message puts an error: {start, end}, or null. It shows the line, cut if long, and a caret.
function errorPlace(message, sql) {
  const [, number, shown, space] = message.match(/LINE (\d+): (.*)\n( *)\^/u) ?? [];
  if (!shown) return null;
  const head = `LINE ${number}: `.length;
  const cut = shown.startsWith("...") ? 3 : 0;
  const excerpt = shown.slice(cut).replace(/\.\.\.$/u, "");
  const lines = sql.split("\n");
  const at = (lines[number - 1] ?? "").indexOf(excerpt);
  if (at < 0) return null;
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0) + at + space.length - head - cut;
  const [word] = sql.slice(start).match(/^(?:[\p{L}\p{N}_]+|[\s\S])/u) ?? [""];
  return word ? { start, end: start + word.length } : null;
}

// The line of a query with the place of the error marked.
function errorLine(sql, { start, end }) {
  const from = sql.lastIndexOf("\n", start - 1) + 1;
  const to = (sql.indexOf("\n", end) + 1 || sql.length + 1) - 1;
  const line = make("pre");
  line.append(sql.slice(from, start), make("mark", sql.slice(start, end)), sql.slice(end, to));
  return line;
}

// The history is kept by the browser alone; without it (a private window) nothing is kept.
function past() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(found) ? found.filter((sql) => typeof sql === "string") : [];
  } catch {
    return [];
  }
}

function keep(queries) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(queries.slice(0, QUERIES)));
  } catch {
    // The browser allows no storage.
  }
}
