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

for (const filter of document.querySelectorAll(".filter")) {
  const rows = [...document.querySelectorAll(`#${filter.dataset.filters} tbody tr`)];
  const input = filter.querySelector("input");
  const count = filter.querySelector("output");
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, "");
  const texts = rows.map((row) => fold(row.textContent + " " + (row.dataset.words || "")));
  const apply = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      if (!row.hidden) shown += 1;
    });
    count.textContent = `${shown} of ${rows.length}`;
  };
  filter.hidden = false;
  input.addEventListener("input", apply);
  const asked = new URLSearchParams(location.search).get("filter");
  if (asked) input.value = asked;
  apply();
}

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
