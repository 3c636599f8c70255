// Copy buttons, table filters, keyboard scrolling. Every page is complete without this file.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  const text = document.getElementById(button.dataset.copies);
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // From file:// or without permission: select the text, so that one key press copies it.
      getSelection().selectAllChildren(text);
      button.textContent = "Selected: press Ctrl+C or ⌘C";
    }
    setTimeout(() => { button.textContent = label; }, 4000);
  });
}

// A button for each kind of badge in a list: the word may be in a row for another reason, the badge may not.
function badgeButtons(rows, changed) {
  const found = new Map();
  for (const row of rows) {
    for (const badge of row.querySelectorAll(".badge")) {
      const kind = badge.classList[1];
      const one = found.get(kind) || { label: badge.textContent.replace(/ in \S+$/, ""), rows: new Set() };
      found.set(kind, one);
      one.rows.add(row);
    }
  }
  return [...found].map(([kind, one]) => {
    const chip = document.createElement("button");
    Object.assign(chip, { type: "button", value: kind, textContent: `${one.label} (${one.rows.size})` });
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      changed();
    });
    return chip;
  });
}

for (const filter of document.querySelectorAll(".filter")) {
  const rows = [...document.querySelectorAll(`#${filter.dataset.filters} tbody tr:not(.group)`)];
  const input = filter.querySelector("input");
  const count = filter.querySelector("output");
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, "");
  const texts = rows.map((row) => fold(row.textContent + " " + (row.dataset.words || "")));
  const chips = badgeButtons(rows, () => apply());
  filter.append(...chips);
  const apply = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const badges = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.value);
    let shown = 0;
    rows.forEach((row, i) => {
      const has = badges.every((badge) => row.querySelector(`.badge.${badge}`));
      row.hidden = !has || !words.every((word) => texts[i].includes(word));
      if (!row.hidden) shown += 1;
    });
    count.textContent = `${shown} of ${rows.length}`;
    for (const head of document.querySelectorAll(`#${filter.dataset.filters} tr.group`)) {
      head.hidden = !head.parentElement.querySelector("tr:not(.group):not([hidden])");
    }
  };
  filter.hidden = false;
  input.addEventListener("input", apply);
  const asked = new URLSearchParams(location.search);
  input.value = asked.get("filter") || input.value;
  chips.find((chip) => chip.value === asked.get("badge"))?.setAttribute("aria-pressed", "true");
  apply();
}

// Columns that sort: numbers as numbers, words as words, what is empty last; a third press groups the rows again.
for (const table of document.querySelectorAll("table.sortable")) {
  const bodies = [...table.tBodies].map((body) => [body, [...body.rows]]);
  const rows = bodies.flatMap(([, mine]) => mine.filter((row) => !row.matches(".group")));
  const heads = [...table.tHead.rows[0].cells];
  const sort = (at, order) => {
    heads.forEach((head, i) => (i === at && order ? head.setAttribute("aria-sort", order) : head.removeAttribute("aria-sort")));
    if (!order) return bodies.forEach(([body, mine]) => body.append(...mine));
    const number = (text) => (/^[\d,]/.test(text) ? parseFloat(text.replace(/,/g, "")) : NaN);
    const texts = new Map(rows.map((row) => [row, row.children[at].textContent.trim()]));
    const numeric = [...texts.values()].filter(Boolean).every((text) => !Number.isNaN(number(text)));
    const compare = (a, b) => (numeric ? number(a) - number(b) : a.localeCompare(b, "en", { numeric: true }));
    const sign = order === "descending" ? -1 : 1;
    const sorted = [...rows].sort((a, b) => {
      const [x, y] = [texts.get(a), texts.get(b)];
      return (!x - !y) || sign * compare(x, y);
    });
    for (const [, mine] of bodies) for (const row of mine) row.remove();
    return bodies[0][0].append(...sorted);
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
      sort(at, next === undefined ? "ascending" : next);
    });
  });
}

// "CSV of this list" takes the rows that are shown, in the order shown; without this it is the whole list.
for (const taken of document.querySelectorAll("a.csv")) {
  const table = document.getElementById(taken.dataset.lists);
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const line = (row) => [...row.cells].map((one) => quoted(one.textContent.replace(/\s+/g, " ").trim())).join(",");
  const whole = taken.href;
  taken.addEventListener("click", () => {
    const rows = [...table.querySelectorAll("tbody tr:not(.group)")];
    const shown = rows.filter((row) => !row.hidden);
    const sorted = table.querySelector("[aria-sort]");
    taken.href = shown.length === rows.length && !sorted ? whole
      : URL.createObjectURL(new Blob([[table.tHead.rows[0], ...shown].map(line).join("\r\n") + "\r\n"], { type: "text/csv" }));
    taken.download = `${taken.dataset.lists}.csv`;
  });
}

// What is folded is printed as well, where the browser's style alone does not do it.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
});

// What scrolls sideways can be reached by keyboard, and only while it scrolls. A group is not a landmark.
const scrollers = document.querySelectorAll("pre, .wide");
const reach = () => {
  for (const box of scrollers) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
};
new ResizeObserver(reach).observe(document.body);
for (const folded of document.querySelectorAll("details")) folded.addEventListener("toggle", reach);
reach();
