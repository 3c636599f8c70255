// A query's rows in the form that src/iraqmilitias/query_hash.py hashes, and the citation that holds the hash.
"use strict";

const DIGITS = 12; // significant digits of a fraction, as in query_hash.py
const TOKEN = /[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|[\p{L}_][\p{L}\p{N}_]*|\s+|[\s\S]/gu;
const FIRST = new Set(["select", "with", "from", "values", "("]);
const READS = new Set([...FIRST, "table", "pivot", "unpivot", "explain", "show", "describe", "summarize"]);
const STEADY_COLLATIONS = new Set(["nocase", "noaccent", "nfc", "binary", "c", "posix"]);
const ELSEWHERE = new Set(["information_schema", "pg_catalog", "sqlite_master", "sqlite_schema", "memory", "reversed", "shuffled"]);

// The parts of a query without comments and spaces at its ends; each run of space outside quotes is one space.
function tokens(sql) {
  const found = [];
  for (const [text] of sql.matchAll(TOKEN)) {
    const space = /^(\s|--|\/\*)/u.test(text) && !/^[-/]$/u.test(text);
    if (!space) found.push(text);
    else if (found.length && found.at(-1) !== " ") found.push(" ");
  }
  while (found.length && (found.at(-1) === " " || found.at(-1) === ";")) found.pop();
  return found;
}

// Why a statement is refused, or "" where it is one statement that reads.
function refusal(sql) {
  const parts = tokens(sql);
  if (!parts.length) return "The query is empty; write for example: SELECT * FROM events";
  if (parts.includes(";")) return "Only one statement at a time is allowed.";
  if (!READS.has(parts[0].toLowerCase())) {
    return `${parts[0].toUpperCase()} is refused: only one reading statement is allowed (SELECT, WITH, FROM, VALUES, PIVOT, EXPLAIN, SHOW, DESCRIBE, SUMMARIZE).`;
  }
  return "";
}

// The query as it is cited: date_trunc() is cast to TIMESTAMP where it is not cast yet, as in standard_sql.py, since of
// a DATE it gives a DATE in one version and a TIMESTAMP in another.
function standardised(sql) {
  const parts = tokens(sql);
  const word = (i, step) => {
    let at = i + step;
    while (parts[at] === " ") at += step;
    return at;
  };
  for (let i = 0; i < parts.length; i += 1) {
    if (!/^(date_trunc|datetrunc)$/iu.test(parts[i]) || parts[word(i, 1)] !== "(") continue;
    let [end, depth] = [word(i, 1), 1];
    while (depth && end < parts.length - 1) {
      end += 1;
      depth += parts[end] === "(" ? 1 : parts[end] === ")" ? -1 : 0;
    }
    const after = word(end, 1);
    const opened = word(i, -1);
    const shorthand = parts[after] === ":" && parts[after + 1] === ":" && isMoment(parts[word(after + 1, 1)]);
    const written = parts[opened] === "(" && /^(try_)?cast$/iu.test(parts[word(opened, -1)]) && /^as$/iu.test(parts[after]) && isMoment(parts[word(after, 1)]);
    if (shorthand || written) continue;
    parts.splice(end + 1, 0, " AS TIMESTAMP)");
    parts.splice(i, 0, "CAST(");
    i += 1;
  }
  return parts.join("");
}

const isMoment = (word) => /^(date|timestamp)$/iu.test(word ?? "");

// Why a query's rows may differ from run to run or elsewhere, or "": the same reasons as steadiness.py's.
function objection(sql, plan) {
  const parts = tokens(sql).filter((part) => part !== " ").map((part) => part.toLowerCase());
  if (!FIRST.has(parts[0])) return "cite a SELECT";
  const unsteady = new Set(plan.unsteady);
  const names = new Set(plan.unsteady_names);
  for (const [i, part] of parts.entries()) {
    const called = parts[i + 1] === "(";
    if (called && /^(duckdb_|pragma_|pg_|has_)/u.test(part)) return `${part}() describes the database program and not the data`;
    if (called && (unsteady.has(part) || part === "age")) return `${part}() may give a different result each time, or on another machine`;
    if (!called && names.has(part) && parts[i - 1] !== "." && parts[i - 1] !== "as") return `${part} gives a different result each time`;
    if (["tablesample", "sample"].includes(part)) return "a SAMPLE takes different rows each time";
    if (/^(timestamptz|timetz)$/u.test(part) || (part === "time" && parts[i + 1] === "zone")) return "a time zone depends on the machine; cast to TIMESTAMP or TIME";
    if (part === "collate" && !STEADY_COLLATIONS.has(parts[i + 1])) return `the collation ${parts[i + 1]} changes with its library; use NOCASE, NOACCENT or none`;
    if (ELSEWHERE.has(part)) return `${part} is not a table or view of the data`;
  }
  return "";
}

// The words of a query, in lower case where they are not quoted, without spaces; and how many brackets each is in.
function nested(sql) {
  let depth = 0;
  return tokens(sql).filter((part) => part !== " ").map((part) => {
    if (/^[)\]}]$/u.test(part)) depth -= 1;
    const word = { text: /^e?['"$]/iu.test(part) ? part : part.toLowerCase(), depth };
    if (/^[([{]$/u.test(part)) depth += 1;
    return word;
  });
}

// Whether an aggregate, called at words[at], takes its values in an order of these values: then ties are alike.
function byItsOwn(words, at) {
  const depth = words[at].depth + 1;
  const after = words.slice(at + 2);
  const inside = after.slice(0, after.findIndex((word) => word.depth < depth));
  const parts = [[]];
  for (const word of inside) {
    if (word.depth === depth && word.text === ",") parts.push([]);
    else parts.at(-1).push(word.text);
  }
  const joined = parts.map((part) => part.join(" "));
  const from = joined.findIndex((part) => part.includes(" order by "));
  if (from < 0) return false;
  const value = joined[0].split(" order by ")[0].replace(/^distinct /u, "");
  const keys = [joined[from].split(" order by ")[1], ...joined.slice(from + 1)];
  return keys.some((key) => key.replace(/( asc| desc)?( nulls (first|last))?$/u, "") === value);
}

// What in a query chooses between rows that tie, as in tied_rows.py; a window counts whatever its function.
function choices(sql, plan) {
  const words = nested(sql);
  const choosing = new Set(plan.choosing);
  const found = words.flatMap(({ text: word }, i) => {
    const next = words[i + 1]?.text;
    if (["limit", "offset", "fetch", "over", "asof"].includes(word)) return [word.toUpperCase()];
    if (word === "distinct" && next === "on") return ["DISTINCT ON"];
    return next === "(" && choosing.has(word) && !byItsOwn(words, i) ? [`${word}()`] : [];
  });
  return [...new Set(found)];
}

// A query that ends with LIMIT, with its ties taken from one end and from the other; null where that cannot be written.
function otherwise(sql, columns) {
  const words = nested(sql);
  const at = words.findLastIndex(({ text: word, depth }) => word === "limit" && depth === 0);
  if (at < 0 || words.filter(({ text: word }) => word === "limit").length > 1) return null;
  const parts = tokens(sql);
  const limit = parts.findLastIndex((part) => part.toLowerCase() === "limit");
  const ordered = words.some(({ text: word, depth }, i) => word === "order" && depth === 0 && words[i + 1]?.text === "by");
  const keys = (way) => Array.from({ length: columns }, (_, i) => `${i + 1} ${way}`).join(", ");
  return ["asc nulls last", "desc nulls first"].map((way) => (
    `${parts.slice(0, limit).join("")}${ordered ? ", " : "order by "}${keys(way)} ${parts.slice(limit).join("")}`
  ));
}

// A fraction to 12 significant digits, half to even, as Python prints a float.
function fraction(minus, digits, exponent) {
  let kept = digits;
  if (digits.length > DIGITS) {
    const rest = digits.slice(DIGITS);
    let whole = BigInt(digits.slice(0, DIGITS));
    const half = `5${"0".repeat(rest.length - 1)}`;
    if (rest > half || (rest === half && whole % 2n === 1n)) whole += 1n;
    kept = String(whole);
    exponent += kept.length - DIGITS;
  }
  kept = kept.replace(/0+$/u, "");
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${minus}${kept[0]}${kept.length > 1 ? `.${kept.slice(1)}` : ""}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${minus}0.${"0".repeat(-exponent - 1)}${kept}`;
  return `${minus}${kept.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${kept.slice(exponent + 1) || "0"}`;
}

function float(value) {
  if (!Number.isFinite(value)) return `{"number": "${Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"}"}`;
  if (Number.isInteger(value)) return String(BigInt(value));
  const [mantissa, exponent] = Math.abs(value).toExponential(100).split("e");
  return fraction(value < 0 ? "-" : "", mantissa.replace(".", ""), Number(exponent));
}

// A decimal as text, as DuckDB prints it.
function decimal(text) {
  const [, minus, whole, rest = ""] = text.match(/^(-?)(\d+)(?:\.(\d+))?$/u);
  if (/^0*$/u.test(rest)) return String(BigInt(minus + whole));
  const digits = (whole + rest).replace(/^0+/u, "");
  return fraction(minus, digits, digits.length - rest.length - 1);
}

// One value, of a DuckDB type, as the JSON that is hashed; throws for a type that is only cited in Python.
function canonicalValue(value, type) {
  if (value === null) return "null";
  if (type.endsWith("[]")) return `{"list": [${value.map((item) => canonicalValue(item, type.slice(0, -2))).join(", ")}]}`;
  if (type === "BOOLEAN") return String(value);
  if (type === "FLOAT" || type === "DOUBLE") return float(value);
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*)$/u.test(type)) return decimal(String(value));
  if (type === "VARCHAR" || type.startsWith("ENUM(")) return JSON.stringify(value);
  if (type === "DATE" && /^\d{4}-\d\d-\d\d$/u.test(value)) return `{"date": "${value}"}`;
  if (type === "TIMESTAMP" && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u.test(value)) {
    return value.endsWith(" 00:00:00") ? `{"date": "${value.slice(0, 10)}"}` : `{"datetime": "${value}"}`; // as query_hash.py
  }
  throw new Error(`values of the type ${type} are cited on the command line: iraqmilitias cite --query "…"`);
}

// By code points, as Python sorts, and not by UTF-16: a surrogate is of a code point beyond all that have none.
function byCodePoint(a, b) {
  const least = Math.min(a.length, b.length);
  let i = 0;
  while (i < least && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === least) return a.length - b.length;
  const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

// The lines that are hashed, from the rows of the query on the data in three orders, and with ties taken otherwise;
// throws where these tell.
function canonicalLines(types, results) {
  const printed = results.map((rows) => rows.map((row) => `[${row.map((v, i) => canonicalValue(v, types[i])).join(", ")}]`));
  const sorted = printed.map((lines) => lines.toSorted(byCodePoint));
  const same = (a, b) => a.length === b.length && a.every((line, i) => line === b[i]);
  if (!sorted.every((lines) => same(lines, sorted[0]))) {
    throw new Error("its rows depend on the order in which rows are stored, or on ties (a LIMIT over ties, first() or string_agg() without ORDER BY); order by columns that tell every row from every other, an id last");
  }
  return [String(types.length), ...sorted[0]];
}

// The query as it is printed and hashed: on one line.
function printedQuery(sql) {
  return tokens(sql).join("");
}

// The citation, with the token at its end by which `verify` knows it; sha256 is of the rows, querySha256 of the query.
function citation(sql, plan, rows, sha256, querySha256) {
  const when = `${new Date().toISOString().slice(0, 19)}Z`;
  const end = plan.citation.lastIndexOf(" [");
  const version = plan.citation.slice(end + 2).split(";")[0];
  const token = `[${version}; query ${querySha256}; ${rows} row${rows === 1 ? "" : "s"}; sha256 ${sha256}]`;
  return `${plan.citation.slice(0, end)} Query: ${printedQuery(sql)} (${rows} rows, SHA-256 ${sha256}, executed ${when}). ${token}`;
}
