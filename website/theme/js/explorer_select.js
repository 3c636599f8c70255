// What the explorer selects: a state in the address, the claims that it selects, and the query that selects the same.
"use strict";

const EXPLORER = window.iraqmilitiasExplorer;
const TYPES = {
  record_id: "VARCHAR", table_name: "VARCHAR", what: "VARCHAR", value_low: "DOUBLE", value_high: "DOUBLE", voice: "VARCHAR",
  certainty: "VARCHAR", source_id: "VARCHAR", line: "BIGINT", known_from: "DATE", known_to: "DATE", in_window: "VARCHAR",
};
const AT = Object.fromEntries(EXPLORER.columns.map((name, i) => [name, i]));

// The macro during(): whether dates lie in a window certainly, possibly or not. Dates are text, which sorts by time.
function during(from, to, precision, first, last) {
  const [start, end] = [first || "0000", last || "9999"];
  const [low, high] = [from || "0000", to || "9999"];
  if (start > end || low > end || high < start) return "no";
  if (precision === "span" && from && to) return "certain";
  return low >= start && high <= end ? "certain" : "possible";
}

// The state that an address holds. What the data do not have is left out.
function stateOf(hash) {
  const given = new URLSearchParams(hash.replace(/^#/u, ""));
  const state = { chosen: {}, from: "", to: "", order: "" };
  for (const facet of EXPLORER.facets) {
    state.chosen[facet.key] = [...new Set(given.getAll(facet.key))].filter((value) => Object.hasOwn(facet.values, value)).sort();
  }
  for (const name of ["from", "to"]) {
    if (/^\d{4}-\d\d-\d\d$/u.test(given.get(name)) && !Number.isNaN(Date.parse(given.get(name)))) state[name] = given.get(name);
  }
  if (["date", "kind"].includes(given.get("order"))) state.order = given.get("order");
  return state;
}

function addressOf(state) {
  const made = new URLSearchParams();
  for (const { key } of EXPLORER.facets) for (const value of state.chosen[key]) made.append(key, value);
  for (const name of ["from", "to", "order"]) if (state[name]) made.set(name, state[name]);
  return `#${made}`;
}

// The values of a claim in a facet; a place counts for all the places that it is in.
function valuesOf(claim, key) {
  const own = claim.facets[key] || [];
  if (key !== "place") return own;
  const all = new Set(own);
  for (const value of all) if (EXPLORER.inside[value]) all.add(EXPLORER.inside[value]);
  return [...all];
}

// A place, and every place and facility in it.
function within(chosen) {
  const facet = EXPLORER.facets.find(({ key }) => key === "place");
  const known = new Set([...Object.keys(facet.values), ...Object.keys(EXPLORER.inside)]);
  return [...known].filter((value) => {
    for (let at = value; at; at = EXPLORER.inside[at]) if (chosen.includes(at)) return true;
    return false;
  }).sort();
}

// The claims that a state selects, each as {claim, when}: when is "certain" or "possible". `without` leaves one facet out.
function selected(state, without) {
  const asked = EXPLORER.facets.filter(({ key }) => key !== without && state.chosen[key].length);
  const found = [];
  for (const claim of EXPLORER.claims) {
    const { row } = claim;
    const when = without === "time" ? "certain" : whenOf(state, row, claim.precision);
    if (when === "no") continue;
    if (asked.every(({ key }) => valuesOf(claim, key).some((value) => state.chosen[key].includes(value)))) found.push({ claim, when });
  }
  return found;
}

const timed = (state) => Boolean(state.from || state.to);

function whenOf(state, row, precision) {
  return timed(state) ? during(row[AT.known_from], row[AT.known_to], precision, state.from, state.to) : "certain";
}

function tally(found) {
  const certain = found.filter(({ when }) => when === "certain").length;
  return { certain, possible: found.length - certain };
}

// The query that gives the same rows in the library, one a claim.
function queryOf(state) {
  const { claims, columns, window: span } = EXPLORER.query;
  const listed = (values) => `(${values.map((value) => `'${value}'`).join(", ")})`;
  const date = (value) => (value ? `'${value}'` : "null");
  const term = span.replace("FROM", date(state.from)).replace("TO", date(state.to));
  const conditions = EXPLORER.facets.filter(({ key }) => state.chosen[key].length).map((facet) => {
    const values = listed(facet.key === "place" ? within(state.chosen.place) : state.chosen[facet.key]);
    return facet.value ? `${facet.value} in ${values}` : `record_id in (select record_id from (${facet.links}) x where value in ${values})`;
  });
  if (timed(state)) conditions.push(`${term} in ('certain', 'possible')`);
  const where = conditions.length ? ` where ${conditions.join(" and ")}` : "";
  return `${claims} select ${columns}${timed(state) ? `, ${term} as in_window` : ""} from dated${where} order by record_id`;
}

// The rows of that query, in its order.
function answerOf(state) {
  const names = timed(state) ? [...EXPLORER.columns, "in_window"] : EXPLORER.columns;
  const rows = selected(state).map(({ claim, when }) => (timed(state) ? [...claim.row, when] : claim.row));
  rows.sort((a, b) => byCodePoint(a[0], b[0]));
  return { names, rows, types: names.map((name) => TYPES[name]), numeric: names.map((name) => ["DOUBLE", "BIGINT"].includes(TYPES[name])) };
}

function citationOf(state) {
  const sql = queryOf(state);
  const { rows, types } = answerOf(state);
  const hash = new Sha256();
  canonicalLines(types, [rows]).forEach((line, i) => hash.update(i ? `\n${line}` : line));
  return citation(sql, EXPLORER, rows.length, hash.hex(), new Sha256().update(printedQuery(sql)).hex());
}
