// The explorer: draws what the state in the address selects. A click changes the address, and that draws everything.
"use strict";

const place = document.getElementById("explore");
place.append(place.querySelector("template").content.cloneNode(true));
const part = (id) => document.getElementById(id);
const list = part("claims");
const entries = new Map([...list.querySelectorAll("[data-id]")].map((entry) => [entry.dataset.id, entry]));
const MOST = 10; // values of a facet that are all shown
const FEW = 7; // values that are shown at first where there are more
const HIGH = 170; // pixels that the picture of time may take
const FADE = 0.09; // share of its width over which an open date fades out
const open = new Set(); // facets that show all their values
let state = stateOf(location.hash);

function go(change) {
  const next = { ...state, ...change };
  const address = addressOf(next);
  if (address === (location.hash || "#")) draw();
  else location.hash = address;
}

function toggled(key, value) {
  const now = state.chosen[key];
  const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value].sort();
  go({ chosen: { ...state.chosen, [key]: next } });
}

const count = ({ certain, possible }) => (timed(state) ? `${certain} / ${possible}` : String(certain + possible));
const spoken = ({ certain, possible }) => (timed(state) ? `${certain} certain, ${possible} possible` : `${certain + possible}`);
const claims = (number) => `${number} ${number === 1 ? "claim" : "claims"}`;

function button(words, act, attributes = {}) {
  const made = make("button", words, { type: "button", ...attributes });
  made.addEventListener("click", act);
  return made;
}

// ---- what is chosen

function drawTally(found) {
  const numbers = tally(found);
  const all = EXPLORER.claims.length;
  part("tally").textContent = timed(state)
    ? `${numbers.certain} certain, ${numbers.possible} possible of ${claims(all)}`
    : `${numbers.certain} of ${claims(all)}`;
  const chips = EXPLORER.facets.flatMap(({ key, label, values }) => state.chosen[key].map((value) =>
    button(`${label}: ${values[value]} ×`, () => toggled(key, value), { "aria-label": `Remove the filter ${label}: ${values[value]}` })));
  if (timed(state)) {
    const words = `${state.from || "…"} to ${state.to || "…"}`;
    chips.push(button(`Time: ${words} ×`, () => go({ from: "", to: "" }), { "aria-label": `Remove the filter Time: ${words}` }));
  }
  if (chips.length) chips.push(button("Clear all", () => go({ chosen: stateOf("").chosen, from: "", to: "" })));
  part("chosen").replaceChildren(...chips.map((chip) => {
    const item = make("li");
    item.append(chip);
    return item;
  }));
}

// ---- facets

function drawFacets() {
  const focused = document.activeElement?.id;
  part("facets").querySelector("div").replaceChildren(...EXPLORER.facets.map(drawFacet));
  if (focused) part(focused)?.focus({ preventScroll: true });
}

function drawFacet({ key, label, values }) {
  const groups = new Map(Object.keys(values).map((value) => [value, []]));
  for (const hit of selected(state, key)) for (const value of valuesOf(hit.claim, key)) groups.get(value)?.push(hit);
  const sorted = [...groups].filter(([value, found]) => found.length || state.chosen[key].includes(value) || key === "checked")
    .sort((a, b) => b[1].length - a[1].length || (values[a[0]] < values[b[0]] ? -1 : 1));
  const shown = open.has(key) || sorted.length <= MOST ? sorted : sorted.filter(([value], i) => i < FEW || state.chosen[key].includes(value));
  const set = make("fieldset");
  const items = make("ul");
  for (const [value, found] of shown) {
    const id = `facet-${key}-${value}`;
    const box = make("input", undefined, { type: "checkbox", id });
    box.checked = state.chosen[key].includes(value);
    box.addEventListener("change", () => toggled(key, value));
    const numbers = tally(found);
    const name = make("label", undefined, { for: id });
    name.append(make("span", values[value]), " ", make("span", count(numbers), { class: "count", title: spoken(numbers) }));
    const item = make("li");
    item.append(box, name);
    items.append(item);
  }
  set.append(make("legend", label), items);
  if (shown.length < sorted.length || open.has(key)) {
    const words = open.has(key) ? "Show fewer" : `Show all ${sorted.length}`;
    set.append(button(words, () => {
      if (!open.delete(key)) open.add(key);
      drawFacets();
    }, { id: `more-${key}`, "aria-label": `${label}: ${words.toLowerCase()}` }));
  }
  return set;
}

// ---- time

const dates = EXPLORER.claims.flatMap(({ row }) => [row[AT.known_from], row[AT.known_to]]).filter(Boolean).sort();
const [FIRST_YEAR, LAST_YEAR] = [Number(dates[0].slice(0, 4)), Number(dates.at(-1).slice(0, 4))];
const [START, END] = [Date.UTC(FIRST_YEAR, 0, 1), Date.UTC(LAST_YEAR + 1, 0, 1)];
const DAY = 86_400_000;

// What is known of a date as a bar: a bound that is missing fades out, and doubt over more days is paler.
function barOf(row, precision, x, fade) {
  const [from, to] = [row[AT.known_from], row[AT.known_to]];
  if (!from && !to) return null;
  if (!from) return { left: x(Date.parse(to) + DAY) - fade, right: x(Date.parse(to) + DAY), fill: "url(#fade-before)", ink: 1 };
  if (!to) return { left: x(Date.parse(from)), right: x(Date.parse(from)) + fade, fill: "url(#fade-after)", ink: 1 };
  const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
  const left = x(Date.parse(from));
  return { left, right: Math.max(left + 3, x(Date.parse(to) + DAY)), fill: "", ink: precision === "span" ? 0.8 : Math.max(0.15, Math.min(1, 60 / days)) };
}

function drawTime() {
  const holder = part("time");
  const width = Math.max(260, holder.clientWidth);
  const x = (time) => ((time - START) / (END - START)) * width;
  const hits = selected(state, "time");
  const bars = hits.map(({ claim }) => {
    const bar = barOf(claim.row, claim.precision, x, FADE * width);
    return bar && { ...bar, claim, when: whenOf(state, claim.row, claim.precision) };
  }).filter(Boolean).sort((a, b) => a.right - b.right);
  const ends = [];
  for (const bar of bars) {
    const free = ends.findIndex((end) => end < bar.left - 1);
    bar.lane = free < 0 ? ends.length : free;
    ends[bar.lane] = bar.right;
  }
  const lane = Math.min(6, Math.max(2, HIGH / Math.max(1, ends.length)));
  const bottom = Math.max(40, ends.length * lane) + 4;
  const svg = svgOf("svg", { width, height: bottom + 20, viewBox: `0 0 ${width} ${bottom + 20}`, role: "img",
    "aria-label": `${claims(bars.length)} drawn by date, ${hits.length - bars.length} without a date. The years and dates below choose what this picture chooses.` });
  for (const [id, stops] of [["fade-before", [0, 1]], ["fade-after", [1, 0]]]) {
    const gradient = svgOf("linearGradient", { id });
    stops.forEach((ink, i) => gradient.append(svgOf("stop", { offset: i, "stop-opacity": ink, class: "ink" })));
    svg.append(gradient);
  }
  const years = LAST_YEAR - FIRST_YEAR + 1;
  const step = Math.ceil(38 / (width / years));
  for (let i = 0; i < years; i += step) {
    const at = x(Date.UTC(FIRST_YEAR + i, 0, 1));
    svg.append(svgOf("path", { d: `M${at} 0V${bottom}`, class: "tick" }));
    if (at < width - 34) svg.append(svgOf("text", { x: at + 2, y: bottom + 14 }, String(FIRST_YEAR + i)));
  }
  if (timed(state)) {
    const left = state.from ? x(Date.parse(state.from)) : 0;
    const right = state.to ? x(Date.parse(state.to) + DAY) : width;
    svg.append(svgOf("rect", { x: left, y: 0, width: Math.max(1, right - left), height: bottom, class: "window" }));
  }
  for (const bar of bars) {
    const rect = svgOf("rect", { x: bar.left.toFixed(1), y: (bottom - (bar.lane + 1) * lane).toFixed(1), width: (bar.right - bar.left).toFixed(1), height: (lane * 0.75).toFixed(1),
      class: "bar", opacity: bar.when === "no" ? bar.ink * 0.25 : bar.ink });
    if (bar.fill) rect.setAttribute("fill", bar.fill);
    rect.append(svgOf("title", {}, bar.claim.row[AT.what]));
    svg.append(rect);
  }
  brushed(svg, width, bottom);
  holder.replaceChildren(svg, drawYears(hits));
  part("from").value = state.from;
  part("to").value = state.to;
}

// Dragging over the picture chooses whole months.
function brushed(svg, width, bottom) {
  let begun = null;
  const at = (event) => Math.min(width, Math.max(0, event.clientX - svg.getBoundingClientRect().left));
  const shade = svgOf("rect", { y: 0, height: bottom, class: "window", visibility: "hidden" });
  svg.append(shade);
  svg.addEventListener("pointerdown", (event) => {
    begun = at(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (begun === null) return;
    shade.setAttribute("visibility", "visible");
    shade.setAttribute("x", Math.min(begun, at(event)));
    shade.setAttribute("width", Math.abs(at(event) - begun));
  });
  svg.addEventListener("pointercancel", () => {
    begun = null;
    shade.setAttribute("visibility", "hidden");
  });
  svg.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const [low, high] = [begun, at(event)].sort((a, b) => a - b);
    begun = null;
    if (high - low < 4) return;
    const month = (pixels, more) => {
      const date = new Date(START + (pixels / width) * (END - START) - (more ? 1 : 0));
      return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more, more ? 0 : 1)).toISOString().slice(0, 10);
    };
    go({ from: month(low, 0), to: month(high, 1) });
  });
}

function drawYears(hits) {
  const years = make("ul", undefined, { class: "years", "aria-label": "Years" });
  years.append(make("li", "Claims that certainly / possibly fall in a year:"));
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const [from, to] = [`${year}-01-01`, `${year}-12-31`];
    const numbers = { certain: 0, possible: 0 };
    for (const { claim: { row, precision } } of hits) {
      const when = during(row[AT.known_from], row[AT.known_to], precision, from, to);
      if (when !== "no") numbers[when] += 1;
    }
    if (!numbers.certain) continue;
    const pressed = state.from === from && state.to === to;
    const made = button(undefined, () => go(pressed ? { from: "", to: "" } : { from, to }), {
      id: `year-${year}`, "aria-pressed": pressed, title: `${numbers.certain} certain, ${numbers.possible} possible`,
    });
    made.append(String(year), " ", make("span", `${numbers.certain} / ${numbers.possible}`, { class: "count" }));
    const item = make("li");
    item.append(made);
    years.append(item);
  }
  return years;
}

// ---- places

const spots = [...place.querySelectorAll(".spot")];
for (const spot of spots) {
  const choose = () => toggled("place", spot.dataset.value);
  spot.addEventListener("click", choose);
  spot.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  });
}

function drawPlaces() {
  const hits = selected(state, "place");
  const at = (value) => tally(hits.filter(({ claim }) => (claim.facets.place || []).includes(value)));
  for (const spot of spots) {
    const numbers = at(spot.dataset.value);
    const all = numbers.certain + numbers.possible;
    const pressed = state.chosen.place.includes(spot.dataset.value);
    spot.setAttribute("aria-label", `${spot.dataset.name} ${count(numbers)} ${timed(state) ? "claims, certain and possible" : "claims"}`);
    spot.setAttribute("aria-pressed", pressed);
    const radius = all ? 6 + 2.5 * Math.sqrt(all) : 0;
    spot.querySelector("circle").setAttribute("r", radius);
    spot.querySelector("text").textContent = `${spot.dataset.name} ${count(numbers)}`;
    spot.dataset.all = all;
    if (all || pressed) spot.removeAttribute("hidden");
    else spot.setAttribute("hidden", "");
  }
  named();
  const onMap = new Set(spots.map((spot) => spot.dataset.value));
  const { values } = EXPLORER.facets.find(({ key }) => key === "place");
  const off = Object.keys(values).filter((value) => !onMap.has(value)).map((value) => [value, at(value)])
    .filter(([, { certain, possible }]) => certain + possible).sort((a, b) => b[1].certain + b[1].possible - a[1].certain - a[1].possible);
  const nowhere = tally(hits.filter(({ claim }) => !claim.facets.place));
  part("off-map").replaceChildren(...off.map(([value, numbers]) => (
    button(`${values[value]} ${count(numbers)}`, () => toggled("place", value), { id: `off-${value}`, "aria-pressed": state.chosen.place.includes(value) }))));
  part("off-map-count").textContent = `Not on the map: ${off.length} ${off.length === 1 ? "place" : "places"}; without a place: ${spoken(nowhere)}`;
}

// A name is written right or left of its circle; where both would cover something it shows under pointer and focus.
function named() {
  const shown = spots.filter((spot) => !spot.hasAttribute("hidden"));
  const taken = new Map(shown.map((spot) => [spot, spot.querySelector("circle").getBoundingClientRect()]));
  for (const spot of shown.sort((a, b) => b.dataset.all - a.dataset.all)) {
    const name = spot.querySelector("text");
    const away = Number(spot.querySelector("circle").getAttribute("r")) + 4;
    const fits = [[away, "start"], [-away, "end"]].some(([x, anchor]) => {
      name.setAttribute("x", x);
      name.setAttribute("text-anchor", anchor);
      const box = name.getBoundingClientRect();
      const covers = (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
      const free = [...taken].every(([owner, other]) => owner === spot || !covers(other));
      if (free) taken.set(name, box);
      return free;
    });
    name.classList.toggle("covered", !fits);
    spot.parentNode.append(spot); // smaller circles lie over larger ones
  }
}

// ---- the list

function ordering(found) {
  const row = ({ claim }) => claim.row;
  const key = {
    date: (hit) => row(hit)[AT.known_from] || row(hit)[AT.known_to] || "9999",
    kind: (hit) => row(hit)[AT.table_name],
  }[state.order];
  return key ? found.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)) : found;
}

function groupsOf(found) {
  const groups = new Map();
  const facet = (key) => EXPLORER.facets.find((one) => one.key === key).values;
  for (const hit of found) {
    const { row } = hit.claim;
    const dated = row[AT.known_from] || row[AT.known_to];
    let name = facet("article")[row[AT.source_id]];
    if (timed(state)) name = hit.when === "certain" ? "Certainly in this time" : dated ? "Possibly: the dates allow it" : "No date at all: possible in any time";
    else if (state.order === "date") name = row[AT.known_from] ? row[AT.known_from].slice(0, 4) : dated ? `Not after ${dated.slice(0, 4)}, first day unknown` : "No date";
    else if (state.order === "kind") name = facet("kind")[row[AT.table_name]];
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(hit);
  }
  return timed(state) ? [...groups].sort((a, b) => (a[0] < b[0] ? -1 : 1)).sort((a, b) => rank(a[1]) - rank(b[1])) : [...groups];
}

const rank = ([{ claim: { row }, when }]) => (when === "certain" ? 0 : row[AT.known_from] || row[AT.known_to] ? 1 : 2);

function drawList(found) {
  const sections = groupsOf(ordering(found)).map(([name, hits]) => {
    const section = make("section");
    const items = make("ol", undefined, { class: "claims" });
    items.append(...hits.map(({ claim }) => entries.get(claim.row[AT.record_id])));
    section.append(make("h2", `${name} (${hits.length})`), items);
    return section;
  });
  if (!sections.length) sections.push(make("p", "No claim matches all of these filters. Remove one of them."));
  list.replaceChildren(...sections);
}

// ---- what is taken along

function drawTaken() {
  const answer = answerOf(state);
  URL.revokeObjectURL(part("save").href);
  part("save").href = URL.createObjectURL(new Blob(csvPieces(answer), { type: "text/csv" }));
  part("selection-citation").textContent = citationOf(state);
  part("ask").href = `console.html#q=${encodeURIComponent(queryOf(state))}`;
  part("order").value = state.order;
}

function draw() {
  const found = selected(state);
  drawTally(found);
  drawFacets();
  drawTime();
  drawPlaces();
  drawList(found);
  drawTaken();
}

for (const name of ["from", "to"]) part(name).addEventListener("change", () => go({ [name]: part(name).value }));
part("all-years").addEventListener("click", () => go({ from: "", to: "" }));
part("order").addEventListener("change", () => go({ order: part("order").value }));
part("copy-selection").addEventListener("click", () => copied(part("copy-selection"), part("selection-citation")));
part("found").append(list);
part("facets").open = matchMedia("(min-width: 60rem)").matches;
addEventListener("hashchange", () => {
  state = stateOf(location.hash);
  draw();
});
let wide = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (Math.abs(contentRect.width - wide) > 1) {
    wide = contentRect.width;
    drawTime();
  }
}).observe(part("time"));
draw();
