// A result of the SQL console as table, bars, CSV and citation. Text of the data is never markup.
"use strict";

const SHOWN = 500; // rows in the page; the CSV has all
const BARS = 20;

function grid(answer) {
  const table = make("table");
  const count = answer.rows.length;
  table.append(make("caption", count > SHOWN ? `Result: the first ${SHOWN} of ${count} rows; the CSV has all` : `Result: ${count} ${count === 1 ? "row" : "rows"}`));
  const head = make("tr");
  answer.names.forEach((name, i) => head.append(make("th", name, answer.numeric[i] ? { scope: "col", class: "number" } : { scope: "col" })));
  table.append(make("thead"), make("tbody"));
  table.tHead.append(head);
  for (const row of answer.rows.slice(0, SHOWN)) {
    const line = make("tr");
    row.forEach((value, i) => line.append(make("td", text(value), answer.numeric[i] ? { class: "number" } : {})));
    table.tBodies[0].append(line);
  }
  const scroller = make("div", undefined, { class: "wide", tabindex: "0", role: "group", "aria-label": "Result, scrolls sideways" });
  scroller.append(table);
  return scroller;
}

// Bars of a column's values: how many rows have each, or the sum of a numeric column over them.
function bars(answer, by, measure) {
  const sums = new Map();
  for (const row of answer.rows) {
    const key = text(row[by]) || "(empty)";
    const size = measure < 0 ? 1 : Number(row[measure] ?? 0);
    sums.set(key, (sums.get(key) || 0) + (Number.isFinite(size) ? size : 0));
  }
  const all = [...sums].sort((a, b) => b[1] - a[1]);
  const drawn = all.slice(0, BARS);
  const what = `${measure < 0 ? "Rows" : `Sum of ${answer.names[measure]}`} by ${answer.names[by]}`;
  const note = all.length > BARS ? `${what}: the ${BARS} largest of ${all.length}` : what;
  const svg = (tag, attributes, content) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (content !== undefined) made.textContent = content;
    return made;
  };
  const spoken = drawn.map(([key, sum]) => `${key}: ${Number(sum.toPrecision(12))}`).join("; ");
  const picture = svg("svg", { viewBox: `0 0 640 ${drawn.length * 24 + 4}`, role: "img", "aria-label": `${note}. ${spoken}`, class: "bars" });
  const most = Math.max(...drawn.map(([, sum]) => Math.abs(sum)), 0) || 1;
  drawn.forEach(([key, sum], i) => {
    const label = Array.from(key);
    const y = i * 24 + 4;
    picture.append(
      svg("text", { x: 212, y: y + 14, "text-anchor": "end" }, label.length > 30 ? `${label.slice(0, 29).join("")}…` : key),
      svg("rect", { x: 220, y, width: Math.max(1, 340 * Math.abs(sum) / most), height: 18, class: sum < 0 ? "minus" : "plus" }),
      svg("text", { x: 226 + 340 * Math.abs(sum) / most, y: y + 14 }, String(Number(sum.toPrecision(6)))),
    );
  });
  return [make("p", `${note}.`), picture];
}

function chart(answer) {
  const holder = make("details");
  holder.append(make("summary", "Chart"));
  const select = (label, id, options) => {
    const made = make("select", undefined, { id });
    for (const [value, name] of options) made.append(make("option", name, { value }));
    holder.append(make("label", `${label} `, { for: id }), made, " ");
    return made;
  };
  const indices = answer.names.map((name, i) => [i, name]);
  const numeric = indices.filter(([i]) => answer.numeric[i] && answer.names[i] !== "line");
  const by = select("Bars by", "chart-by", indices);
  const measure = select("length", "chart-measure", [[-1, "number of rows"], ...numeric.map(([i, name]) => [i, `sum of ${name}`])]);
  by.value = String(indices.find(([i]) => !answer.numeric[i])?.[0] ?? 0);
  if (numeric.length === 1) measure.value = String(numeric[0][0]);
  const place = make("div");
  const draw = () => place.replaceChildren(...bars(answer, Number(by.value), Number(measure.value)));
  by.addEventListener("change", draw);
  measure.addEventListener("change", draw);
  draw();
  holder.append(place);
  return holder;
}

function show(result, answer, source) {
  const save = make("a", "Download as CSV", {
    href: URL.createObjectURL(new Blob([csv(answer)], { type: "text/csv" })), download: "iraqmilitias-query.csv",
  });
  const acts = make("p", undefined, { class: "acts" });
  acts.append(save);
  result.replaceChildren(make("h2", "Result"), grid(answer), acts);
  if (answer.names.length && answer.rows.length) result.append(chart(answer));
  result.append(make("h2", "Cite this result"));
  if (source.text) {
    const button = make("button", "Copy the citation", { type: "button", "aria-live": "polite" });
    const words = make("p", source.text, { class: "citation", id: "query-citation" });
    button.addEventListener("click", () => copied(button, words));
    result.append(words, button, make("p", "Save it as a text file and check it: iraqmilitias verify FILE"));
  } else {
    result.append(make("p", `No citation: it must give the same rows every time. ${source.reason}`, { id: "uncited" }));
  }
  result.hidden = false;
}
