// A result of the SQL console as sortable table, bars, CSV and citation. Text of the data is never markup.
"use strict";

const SHOWN = 500; // rows in the page; the CSV has all
const BARS = 20;
const IDS = /([a-z]{3}-[0-9]{4,})/u;

// A text in which each id of the data is a link to its page.
function linked(value, plan) {
  return value.split(IDS).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const href = plan.pages.includes(piece.slice(0, 3)) ? `id/${piece}/index.html` : plan.addresses[piece];
    return href ? make("a", piece, { href }) : piece;
  });
}

function compared(a, b, numeric) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1; // the empty come last
  if (numeric) return Number(a) - Number(b);
  return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
}

function grid(answer, plan) {
  const table = make("table");
  const count = answer.rows.length.toLocaleString("en");
  const more = answer.whole ? "" : `; the query has more, of which these are taken`;
  table.append(make("caption", answer.rows.length > SHOWN ? `Result: the first ${SHOWN} of ${count} rows${more}; the CSV has all` : `Result: ${count} ${answer.rows.length === 1 ? "row" : "rows"}`));
  table.append(make("thead"), make("tbody"));
  const head = make("tr");
  const sorted = { column: -1, down: false };
  const draw = () => {
    const { column, down } = sorted;
    const rows = column < 0 ? answer.rows : answer.rows.toSorted((a, b) => {
      const order = compared(a[column], b[column], answer.numeric[column]);
      return down && a[column] !== null && b[column] !== null ? -order : order;
    });
    [...head.children].forEach((cell, i) => {
      if (i === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    table.tBodies[0].replaceChildren(...rows.slice(0, SHOWN).map((row) => {
      const line = make("tr");
      row.forEach((value, i) => {
        const cell = make("td", undefined, answer.numeric[i] ? { class: "number" } : {});
        cell.append(...(answer.numeric[i] ? [text(value)] : linked(text(value), plan)));
        line.append(cell);
      });
      return line;
    }));
  };
  answer.names.forEach((name, i) => {
    const cell = make("th", undefined, answer.numeric[i] ? { scope: "col", class: "number" } : { scope: "col" });
    const button = make("button", name, { type: "button", title: "Sort by this column" });
    button.addEventListener("click", () => {
      Object.assign(sorted, { column: i, down: sorted.column === i && !sorted.down });
      draw();
    });
    cell.append(button);
    head.append(cell);
  });
  table.tHead.append(head);
  draw();
  const scroller = make("div", undefined, { class: "wide", tabindex: "0", role: "group", "aria-label": "Result, scrolls sideways" });
  scroller.append(table);
  return scroller;
}

// ---- chart

// Whether a column is a time: a year or a date, whose bars are in their own order.
const isTime = (answer, i) => answer.rows.length > 0 && answer.rows.every((row) => row[i] === null || /^(1[5-9]|20)\d\d(-\d\d(-\d\d)?)?$/u.test(text(row[i])));

const later = (a, b) => (a === "(empty)" ? 1 : b === "(empty)" ? -1 : a < b ? -1 : 1);

// Bars of a column's values: how many rows have each, or the sum of a numeric column over them.
function bars(answer, by, measure) {
  const sums = new Map();
  for (const row of answer.rows) {
    const key = text(row[by]) || "(empty)";
    const size = measure < 0 ? 1 : Number(row[measure] ?? 0);
    sums.set(key, (sums.get(key) || 0) + (Number.isFinite(size) ? size : 0));
  }
  const time = isTime(answer, by);
  const all = [...sums].sort((a, b) => (time ? later(a[0], b[0]) : b[1] - a[1]));
  const drawn = time ? all.slice(-2 * BARS) : all.slice(0, BARS);
  const what = `${measure < 0 ? "Rows" : `Sum of ${answer.names[measure]}`} by ${answer.names[by]}`;
  const note = drawn.length === all.length ? what : `${what}: the ${drawn.length} ${time ? "latest" : "largest"} of ${all.length}`;
  const spoken = drawn.map(([key, sum]) => `${key}: ${Number(sum.toPrecision(12))}`).join("; ");
  const picture = svgOf("svg", { viewBox: `0 0 640 ${drawn.length * 24 + 4}`, role: "img", "aria-label": `${note}. ${spoken}`, class: "bars" });
  const most = Math.max(...drawn.map(([, sum]) => Math.abs(sum)), 0) || 1;
  drawn.forEach(([key, sum], i) => {
    const label = Array.from(key);
    const y = i * 24 + 4;
    picture.append(
      svgOf("text", { x: 212, y: y + 14, "text-anchor": "end" }, label.length > 30 ? `${label.slice(0, 29).join("")}…` : key),
      svgOf("rect", { x: 220, y, width: Math.max(1, (340 * Math.abs(sum)) / most), height: 18, class: sum < 0 ? "minus" : "plus" }),
      svgOf("text", { x: 226 + (340 * Math.abs(sum)) / most, y: y + 14 }, String(Number(sum.toPrecision(6)))),
    );
  });
  return [note, picture];
}

// The chart as a separate file: title, source and colours in it, on white.
function pictureFile(note, picture, source) {
  const copy = picture.cloneNode(true);
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("viewBox", `0 -30 ${width} ${height + 52}`);
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height: height + 52, "font-family": "sans-serif", "font-size": 13 })) copy.setAttribute(name, value);
  for (const bar of copy.querySelectorAll("rect")) bar.setAttribute("fill", bar.classList.contains("minus") ? "#b45309" : "#0b4f9e");
  copy.prepend(svgOf("rect", { x: 0, y: -30, width, height: height + 52, fill: "#fff" }));
  copy.append(svgOf("text", { x: 8, y: -10, "font-weight": "bold", "font-size": 15 }, note), svgOf("text", { x: 8, y: height + 14, "font-size": 10 }, source));
  return new XMLSerializer().serializeToString(copy);
}

// The same as PNG, twice as large.
async function pixels(file) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(file)}`;
  await picture.decode();
  const canvas = make("canvas", undefined, { width: 2 * picture.width, height: 2 * picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

function saved(blob, name) {
  const link = make("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A chart that opens by itself where it says something: few values, and a number or rows to count for each.
function chart(answer, plan) {
  const holder = make("details", undefined, { id: "chart" });
  holder.append(make("summary", "Chart"));
  const select = (label, id, options) => {
    const made = make("select", undefined, { id });
    for (const [value, name] of options) made.append(make("option", name, { value }));
    holder.append(make("label", `${label} `, { for: id }), made, " ");
    return made;
  };
  const indices = answer.names.map((name, i) => [i, name]);
  const isMeasure = (i) => answer.numeric[i] && answer.names[i] !== "line" && !isTime(answer, i);
  const numeric = indices.filter(([i]) => isMeasure(i));
  const by = select("Bars by", "chart-by", indices);
  const measure = select("length", "chart-measure", [[-1, "number of rows"], ...numeric.map(([i, name]) => [i, `sum of ${name}`])]);
  by.value = String(indices.find(([i]) => !isMeasure(i) && isTime(answer, i))?.[0] ?? indices.find(([i]) => !answer.numeric[i])?.[0] ?? 0);
  if (numeric.length) measure.value = String(numeric[0][0]);
  const place = make("div");
  let drawn = [];
  const draw = () => {
    drawn = bars(answer, Number(by.value), Number(measure.value));
    place.replaceChildren(make("p", `${drawn[0]}.`), drawn[1]);
  };
  const file = () => pictureFile(...drawn, plan.citation);
  const acts = make("p", undefined, { class: "acts" });
  for (const [name, act] of [
    ["SVG", () => saved(new Blob([file()], { type: "image/svg+xml" }), "iraqmilitias-chart.svg")],
    ["PNG", async () => saved(await pixels(file()), "iraqmilitias-chart.png")],
  ]) {
    const button = make("button", `Save as ${name}`, { type: "button" });
    button.addEventListener("click", act);
    acts.append(button);
  }
  by.addEventListener("change", draw);
  measure.addEventListener("change", draw);
  draw();
  const values = new Set(answer.rows.map((row) => text(row[by.value]))).size;
  holder.open = values > 1 && values <= 2 * BARS && (numeric.length > 0 || values < answer.rows.length);
  holder.append(place, acts);
  return holder;
}

// ---- the whole

function show(result, answer, sql, plan) {
  const save = make("button", "Download as CSV", { type: "button" });
  save.addEventListener("click", () => saved(new Blob(csvPieces(answer), { type: "text/csv" }), "iraqmilitias-query.csv"));
  const acts = make("p", undefined, { class: "acts" });
  acts.append(save);
  const sections = [make("h2", "Result"), grid(answer, plan), acts];
  if (answer.names.length && answer.rows.length && answer.rows.length <= 100_000) sections.push(chart(answer, plan));
  result.replaceChildren(...sections);
  result.hidden = false;
  if (result.getBoundingClientRect().top > innerHeight - 80) result.scrollIntoView();
}

function showSource(result, source) {
  result.append(make("h2", "Cite this result"));
  if (!source.text) {
    result.append(make("p", `No citation: it must give the same rows every time. ${source.reason}`, { id: "uncited" }));
    return;
  }
  const button = make("button", "Copy the citation", { type: "button", "aria-live": "polite" });
  const words = make("p", source.text, { class: "citation", id: "query-citation" });
  button.addEventListener("click", () => copied(button, words));
  result.append(words, button, make("p", "Save it as a text file and check it: iraqmilitias verify FILE"));
}
