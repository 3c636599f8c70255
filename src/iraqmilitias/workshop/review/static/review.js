// What the forms do anyway, without loading the page again: keys, saving while one types, problems as they are found.
"use strict";
(() => {
  const body = document.body, base = body.dataset.base;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("js");
  if ("finish" in body.dataset) return;

  const say = text => { $("#said").textContent = text; };
  let queue = Promise.resolve();     // one request at a time, so that each knows the version that the last one made
  let waiting = null;                // a form in which something was typed and is not saved yet
  let timer = 0, poll = 0, lost = false;
  let moving = 0;                    // requests whose answer moves the focus
  let held = [];                     // keys pressed until then: they are for the row that is next

  // requests ---------------------------------------------------------------------------------------------------
  const post = (action, fields) => fetch(action, {
    method: "POST", headers: { "X-Review": "1" }, body: new URLSearchParams({ ...fields, version: body.dataset.version }),
  });
  const later = work => { queue = queue.then(work).catch(gone); return queue; };
  function gone() {
    lost = true;
    held = [];
    $("#alert").innerHTML = "<div class='conflict'><p><strong>The program does not answer.</strong> What was accepted or saved is in the worksheet. Start it again with <code>iraqmilitias source review</code>; what is typed in this page and not saved yet is still here to be copied.</p></div>";
  }

  function fieldsOf(form, submitter) {
    const fields = Object.fromEntries(new FormData(form));
    if (submitter && submitter.name) fields[submitter.name] = submitter.value;
    delete fields.version;
    return fields;
  }

  async function send(action, fields, from) {
    const response = await post(action, fields);
    if (response.redirected || !(response.headers.get("content-type") || "").includes("json")) { location.reload(); return; }
    const answer = await response.json();
    if (answer.conflict) {
      held = [];
      $("#alert").innerHTML = answer.conflict;
      $("#alert button").focus();
      return;
    }
    if (answer.error) { held = []; say(answer.error); $("#alert").textContent = ""; return; }
    apply(answer, from);
  }

  function apply(answer, from) {
    body.dataset.version = answer.version;
    $("#alert").textContent = "";
    lost = false;
    setBar(answer.bar);
    if (answer.lines) {
      const order = rows().map(row => row.id), at = order.indexOf(from);
      const after = [...order.slice(at + 1), ...order.slice(0, at + 1)];
      for (const [number, html] of Object.entries(answer.lines)) {
        const old = $("#line-" + number);
        if (old) old.outerHTML = html;
      }
      for (const [table, names] of Object.entries(answer.names || {})) setNames(table, names);
      say(answer.said);
      const own = from && document.getElementById(from);
      const next = answer.focus ? document.getElementById("row-" + answer.focus)
        : own && (answer.stay || own.classList.contains("undecided") || from.startsWith("line-")) && !own.classList.contains("removed") ? own
          : after.map(id => document.getElementById(id)).find(row => row && row.classList.contains("undecided"));
      focusOn(next || own || $("#bar a.button:last-child"));
    }
    check();
  }

  function setBar(html) {
    const had = $("#bar").contains(document.activeElement) ? [...$("#bar").querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
    $("#bar").innerHTML = html;
    if (had >= 0) ($$("#bar a, #bar button")[had] || $("#bar a")).focus();
  }
  function setNames(table, names) {
    const list = document.getElementById("names-" + table);
    if (list) list.replaceChildren(...names.map(name => Object.assign(document.createElement("option"), { value: name })));
  }

  // while one types ----------------------------------------------------------------------------------------------
  function flush() {
    clearTimeout(timer);
    const form = waiting;
    waiting = null;
    if (!form || !form.isConnected) return;
    const fields = fieldsOf(form);
    fields.do = "type";
    fields.field = form.dataset.field || "";
    later(() => send(form.action, fields, ""));
  }
  document.addEventListener("input", event => {
    const form = event.target.closest("form.edit");
    if (event.target.closest("form.find")) { clearTimeout(timer); timer = setTimeout(() => look(event.target.form), 250); return; }
    if (!form || !event.target.name) return;
    if (event.target.name.startsWith("date_")) {
      const below = $("input[name=when][value=below]", form);
      if (below) below.checked = true;
    }
    if (waiting && (waiting !== form || waiting.dataset.field !== event.target.name)) flush();
    waiting = form;
    form.dataset.field = event.target.name;
    clearTimeout(timer);
    timer = setTimeout(flush, 500);
  });
  document.addEventListener("change", event => {
    const form = event.target.closest("form.role");
    if (form) submit(form, null);
    if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
  });

  // problems, as they are found ------------------------------------------------------------------------------------
  function check() {
    clearTimeout(poll);
    poll = setTimeout(async () => {
      if (document.hidden) { check(); return; }
      try {
        const response = await fetch(base + "checked", { headers: { "X-Review": "1" } });
        const state = await response.json();
        if (lost) { $("#alert").textContent = ""; lost = false; }
        await queue;
        if (String(state.version) !== body.dataset.version) {
          if (state.version > Number(body.dataset.version) && !$("#alert").textContent.trim() && !waiting) {
            $("#alert").innerHTML = "<div class='conflict'><p><strong>The rows have changed in another window, or in the file.</strong> This page shows them as they were. <a class='button' href='" + base + "'>Show them as they are now</a></p></div>";
          }
        } else {
          setBar(state.bar);
          show(state);
        }
        if (!state.fresh) { check(); return; }
      } catch { gone(); }
      clearTimeout(poll);
      poll = setTimeout(check, 4000);
    }, 600);
  }
  function show(state) {
    for (const list of $$("[data-problems]")) {
      const found = state.rows[list.dataset.problems] || (state.lines[list.dataset.problems] || []).map(text => ["", text]);
      const text = found.map(([column, message]) => (column ? column + ": " : "") + message);
      if (text.join("\n") === $$("li", list).map(li => li.textContent).join("\n")) continue;
      list.replaceChildren(...text.map((line, i) => Object.assign(document.createElement("li"), { textContent: line })));
      const row = list.closest(".row");
      if (!row) continue;
      for (const input of $$(".edit [name]", row)) {
        const bad = found.some(([column]) => column === input.name);
        if (bad) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-errormessage", list.id); }
        else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-errormessage"); }
      }
      if (text.length && row.contains(document.activeElement)) say(text[0]);
    }
  }

  // forms ------------------------------------------------------------------------------------------------------
  function submit(form, submitter) {
    const fields = fieldsOf(form, submitter);
    if (form.closest("#alert")) {      // the answer to a conflict: on the rows as they are now, which are shown then
      body.dataset.version = $("[name=version]", form).value;
      later(async () => { const answer = await post(form.action, fields); if (answer.ok) location.assign(base); else location.reload(); });
      return;
    }
    const place = form.closest(".row, .line");
    if (waiting && waiting !== form) flush();
    if (waiting === form) { clearTimeout(timer); waiting = null; }
    moves(() => later(() => send(form.action, fields, place ? place.id : "")));
  }
  async function look(form) {
    const hits = $(".hits", form.parentElement), query = new URLSearchParams(new FormData(form));
    form.dataset.asked = query;
    const response = await fetch(base + "find?" + query, { headers: { "X-Review": "1" } }), found = await response.text();
    if (form.dataset.asked !== String(query)) return;       // more was typed meanwhile
    hits.innerHTML = found;
    say($$("button", hits).length + " records match");
  }
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    if (form.classList.contains("find")) { look(form); return; }
    submit(form, event.submitter);
  });
  document.addEventListener("toggle", event => {
    if (!event.target.open) return;
    const form = $("form.find", event.target);
    if (event.target.classList.contains("same") && form && !$(".hits", event.target).childElementCount) look(form);
    // The event comes late: a field is entered only if nothing else was meanwhile, by a key or by Tab.
    const field = $("input:not([type=hidden]), select", event.target), at = document.activeElement;
    const still = at === document.body || at === $("summary", event.target);
    if (field && still && !event.target.classList.contains("more") && !event.target.closest("[data-quiet]")) field.focus();
  }, true);
  document.addEventListener("click", event => {
    const edit = event.target.closest("a.act-edit"), mark = event.target.closest("mark[data-rows]");
    if (edit) { event.preventDefault(); edited(edit.closest(".row")); }
    if (mark && !String(getSelection())) focusOn(document.getElementById("row-" + mark.dataset.rows.split(" ")[0]));
    if (event.target.id === "keys") help();
    const jump = event.target.closest("a[href*='#row-']");
    if (jump && jump.closest("#bar, .skip, body > .skip")) { event.preventDefault(); focusOn(document.getElementById(jump.hash.slice(1))); }
  });
  const edited = row => moves(() => open(row));
  async function open(row) {
    const response = await fetch(base + "row/" + row.dataset.row, { headers: { "X-Review": "1" } });
    row.outerHTML = await response.text();
    const field = $("form.edit input:not([type=hidden]), form.edit select", document.getElementById(row.id));
    if (field) field.focus();
  }

  // focus and keys --------------------------------------------------------------------------------------------------
  let last = null;                   // the row that had the focus last
  const rows = () => $$(".row");
  function focusOn(place) {
    if (!place) return;
    if (place.classList.contains("line")) place = $(".row", place) || $("summary", place);
    place.focus({ preventScroll: true });
    const box = place.getBoundingClientRect();
    const head = $(".top").offsetHeight + 8;
    if (box.top < head || box.bottom > innerHeight - 20) scrollTo({ top: scrollY + box.top - Math.max(head, (innerHeight - box.height) / 3) });
  }
  document.addEventListener("focusin", event => {
    const row = event.target.closest(".row");
    for (const mark of $$("mark.now")) mark.classList.remove("now");
    if (!row) return;
    last = row;
    const marks = $$("mark[data-rows]").filter(mark => mark.dataset.rows.split(" ").includes(row.dataset.row));
    for (const mark of marks) mark.classList.add("now");
  });
  const current = () => document.activeElement.closest(".row");
  function step(by, wanted) {
    const all = rows(), now = current();
    const line = document.activeElement.closest(".line");
    let at = now ? all.indexOf(now) : line ? all.findIndex(row => row.closest(".line") === line) - (by > 0 ? 1 : 0) : by > 0 ? -1 : all.length;
    for (let i = 0; i < all.length; i++) {
      at = (at + by + all.length) % all.length;
      if (!wanted || all[at].matches(wanted)) { focusOn(all[at]); return; }
    }
    say("every row is decided");
  }
  function empty(within) {           // the first field that is needed and has nothing
    const needed = $$(".edit .needed", within.parentElement);
    const has = field => $$("input, select", field).some(one => one.type === "radio" ? one.checked : one.value.trim());
    const three = needed.filter(field => field.classList.contains("one-of"));
    const fields = needed.filter(field => !has(field) && !(three.includes(field) && three.length > 1 && three.some(has))).map(field => $$("input, select", field));
    return fields.length ? fields[0][0] : null;
  }
  function press(row, selector) { const found = row && $(selector, row); if (found) found.click(); return Boolean(found); }
  function unfold(row, name) {
    const found = row && $("details." + name, row);
    if (!found) { say("this row has no such thing"); return; }
    found.open = true;
    const field = $("input:not([type=hidden]), select, button", found);
    if (field) field.focus();
  }
  function help() { $("#keys-on").checked = localStorage.getItem("keys") !== "off"; $("#help").showModal(); }
  const onRow = {
    a: row => press(row, "form.edit button[value=accept]") || say("this row is decided; e edits it"),
    e: row => { const field = $("form.edit input:not([type=hidden]), form.edit select", row); field ? field.focus() : edited(row); },
    w: row => unfold(row, "waive"), s: row => unfold(row, "same"), q: row => unfold(row, "asked"),
    x: row => press(row, "button[value=remove]"), d: row => press(row, "button[value=split]"),
    m: row => { unfold(row, "split"); const into = $("details.split select", row); if (into) into.focus(); },
    y: row => press(row, "button[value='* yes']") || say("there are no questions about this row"),
    Enter: row => {
      const form = $("form.edit", row), needed = form && empty(form);
      if (needed) needed.focus(); else onRow.a(row);
    },
  };
  const anywhere = {
    j: () => step(1), k: () => step(-1), n: () => step(1, ".undecided"), p: () => step(-1, ".undecided"),
    u: () => press($("#bar"), "form[action$=undo] button:enabled"), U: () => press($("#bar"), "form[action$=redo] button:enabled"),
    f: () => { flush(); later(() => location.assign(base + "finish")); }, "?": help,
    o: () => {
      const line = document.activeElement.closest(".line") || $(".line"), add = $("details.add", line), words = String(getSelection()).trim();
      add.open = true;
      const field = $("input[name=words]", add);
      if (words) field.value = words;
      field.focus();
    },
  };
  function enter(field) {            // in a field: to the next that is needed, else the form is sent
    const form = field.form, edits = form.matches("form.edit"), next = edits && empty(form);
    if (next && next !== field) next.focus(); else form.requestSubmit($(edits ? "button[value=accept]" : "button", form));
  }
  async function moves(request) {
    moving++;
    try { await request(); } finally { moving--; }
    while (!moving && held.length) act(held.shift(), document.activeElement);
  }
  function act(key, target) {
    if (target.matches("input[type=text], input:not([type])") && key.length === 1) {
      target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }
    if (key === "Enter" && target.matches("input, select")) { enter(target); return true; }
    const row = current();
    const does = row && onRow[key] && (key !== "Enter" || target === row) ? () => onRow[key](row) : anywhere[key];
    if (does) does();
    return Boolean(does);
  }
  document.addEventListener("keydown", event => {
    const field = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && !$("dialog[open]")) {
      const row = current();
      const folded = event.target.closest(".buttons > details[open]");
      if (folded) folded.open = false;
      const add = event.target.closest("details.add");
      if (add) { add.open = false; event.preventDefault(); focusOn(last && last.isConnected && last.closest(".line") === add.closest(".line") ? last : add.closest(".line")); }
      if (row) { event.preventDefault(); flush(); row.focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
    if (field) {
      if (event.key === "Enter" && event.target.closest("form.edit")) { event.preventDefault(); enter(event.target); }
      return;
    }
    if (localStorage.getItem("keys") === "off" && event.key !== "Enter") return;
    if (moving && (event.key.length === 1 || event.key === "Enter")) { event.preventDefault(); held.push(event.key); }
    else if (act(event.key, event.target)) event.preventDefault();
  });
  addEventListener("beforeunload", event => { if (waiting) { flush(); event.preventDefault(); } });
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  if (location.hash) focusOn(document.getElementById(location.hash.slice(1)));
  check();
})();
