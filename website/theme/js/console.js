// The SQL console: runs one reading statement, shows, draws, saves, links, cites; goes on whatever happens.
"use strict";

const root = document.getElementById("console");
root.append(root.querySelector("template").content.cloneNode(true));
const get = (id) => document.getElementById(id);
const status = get("console-status");
const box = get("sql");
let loaded = null; // what a database is started from
let engine = null; // {plan, worker, connections}
let halt = null; // ends the query that runs

function fail(error, sql) {
  const message = String(error?.message || error);
  const place = sql === undefined ? null : errorPlace(message, sql);
  get("console-error").replaceChildren(message.split("\n\nLINE")[0], ...(place ? [errorLine(sql, place)] : []));
  get("console-error").hidden = false;
  if (place && box.value === sql) box.setSelectionRange(place.start, place.end);
}

function meter() {
  const whole = Number(root.dataset.bytes);
  let done = 0;
  return (bytes) => {
    done += bytes;
    get("progress").value = Math.min(1, done / whole);
    status.textContent = `Loading: ${(done / 1e6).toFixed(1)} of ${(whole / 1e6).toFixed(1)} MB`;
  };
}

// Starts the database, the first time with all that it needs.
async function start() {
  if (location.protocol === "file:") throw new Error("The console needs a web server: browsers do not start it from a folder. Any plain one will do, for example: python -m http.server");
  get("progress").hidden = false;
  try {
    loaded ??= await pieces(meter());
    status.textContent = "Starting the database …";
    engine = await started(loaded);
    get("size").hidden = true;
  } finally {
    get("progress").hidden = true;
  }
}

// Ends a database that does not answer and starts another from what is loaded.
async function restart() {
  engine?.worker.terminate();
  engine = null;
  await start();
}

async function answered(sql) {
  const answer = await rowsOf(engine.connections[0], sql);
  status.textContent = `${answer.rows.length.toLocaleString("en")} rows; making the citation …`;
  show(get("result"), answer, sql, engine.plan);
  await breathe();
  const source = await cited(engine, sql, answer).then((text) => ({ text }), (error) => ({ reason: error.message }));
  showSource(get("result"), source);
  return answer;
}

async function run() {
  const sql = box.value;
  if (get("run").disabled) return undefined;
  clearResult();
  const refused = refusal(sql);
  if (refused) return fail(refused);
  get("run").disabled = true;
  get("stop").hidden = false;
  const stopped = new Promise((_, reject) => { halt = () => reject(new Error("stopped")); });
  let [failure, isStopped] = [null, false];
  try {
    if (!engine) await Promise.race([start(), stopped]);
    status.textContent = "Running …";
    remember(sql);
    const { rows } = await Promise.race([answered(sql), stopped]);
    status.textContent = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}.`;
  } catch (error) {
    failure = error;
    isStopped = error.message === "stopped";
  }
  halt = null;
  get("stop").hidden = true;
  if (failure) await recover(failure, isStopped, sql);
  get("run").disabled = false;
  return undefined;
}

// Says what happened, and starts the database again where it was stopped or does not answer any more.
async function recover(failure, isStopped, sql) {
  if (isStopped) clearResult();
  else fail(failure, sql);
  if (!engine && !isStopped) {
    status.textContent = "The console could not be loaded. Press Run to try again.";
    return;
  }
  const gone = isStopped || !(await answers(engine.connections[0]));
  try {
    if (gone && loaded) await restart();
    status.textContent = isStopped ? "Stopped. The database was started again." : gone ? "The database stopped working on this query. It was started again; ask for less, for example with a WHERE." : "No result.";
  } catch (error) {
    engine = null;
    status.textContent = "The database could not be started again. Press Run to try.";
    fail(error);
  }
}

function clearResult() {
  get("console-error").hidden = true;
  get("result").hidden = true;
  get("result").replaceChildren();
}

// ---- history, tables, completion

function remember(sql) {
  keep([sql, ...past().filter((other) => other !== sql)]);
  drawPast();
}

function drawPast() {
  const queries = past();
  get("history").hidden = !queries.length;
  const buttons = queries.map((sql) => {
    const made = make("button", sql.replaceAll(/\s+/gu, " ").slice(0, 120), { type: "button" });
    made.addEventListener("click", () => fill(sql));
    return made;
  });
  const forget = make("button", "Forget all", { type: "button" });
  forget.addEventListener("click", () => {
    keep([]);
    drawPast();
  });
  get("history").querySelector("ul").replaceChildren(...[...buttons, forget].map((button) => {
    const item = make("li");
    item.append(button);
    return item;
  }));
}

function fill(sql) {
  box.value = sql;
  suggest();
  box.focus();
}

// Puts a name where the caret is, instead of the `begun` letters before it.
function insert(name, begun = "") {
  const start = box.selectionStart - begun.length;
  const space = start && !/[\s.("]$/u.test(box.value.slice(0, start)) ? " " : "";
  box.setRangeText(space + name, start, box.selectionEnd, "end");
  box.focus();
  suggest();
}

function drawSchema() {
  get("tables").replaceChildren(...Object.entries(SCHEMA).map(([name, columns]) => {
    const holder = make("details");
    const names = make("p");
    const button = (word, sql) => {
      const made = make("button", word, { type: "button" });
      made.addEventListener("click", sql);
      return made;
    };
    holder.append(make("summary", name), names);
    holder.addEventListener("toggle", () => {
      if (names.children.length) return;
      names.append(button(`SELECT * FROM ${name}`, () => fill(`SELECT * FROM ${name}`)), ...columns.map((column) => button(column, () => insert(column))));
    });
    return holder;
  }));
}

function suggest() {
  const [begun, words] = document.activeElement === box ? completions(box.value, box.selectionStart) : ["", []];
  get("completions").replaceChildren(...words.map((word) => {
    const made = make("button", word, { type: "button" });
    made.addEventListener("click", () => insert(word, begun));
    return made;
  }));
}

// ---- links and events

function link() {
  const address = `${location.href.split("#")[0]}#q=${encodeURIComponent(box.value)}`;
  history.replaceState(null, "", address);
  get("linked").replaceChildren(make("a", "This address carries the query", { href: address }));
}

function fromAddress() {
  if (!location.hash.startsWith("#q=")) return;
  try {
    box.value = decodeURIComponent(location.hash.slice(3));
  } catch {
    fail("The link’s query cannot be read: it was cut or changed on the way.");
    return;
  }
  status.textContent = "The query came with the link. Read it; it runs only when you press Run.";
}

get("run").addEventListener("click", run);
get("stop").addEventListener("click", () => halt?.());
get("link").addEventListener("click", link);
box.addEventListener("input", suggest);
box.addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && control) run();
  if (event.key === " " && event.ctrlKey) {
    event.preventDefault();
    get("completions").querySelector("button")?.click();
  }
});
for (const example of root.querySelectorAll("[data-sql]")) {
  example.addEventListener("click", () => {
    box.value = example.dataset.sql;
    run();
  });
}
// A browser may end the worker of a tab that sleeps.
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || !engine || get("run").disabled) return;
  if (!(await answers(engine.connections[0])) && !get("run").disabled) {
    get("run").disabled = true;
    await restart().then(() => { status.textContent = "The tab slept; the database was started again."; }, fail);
    get("run").disabled = false;
  }
});
addEventListener("hashchange", fromAddress);
drawSchema();
drawPast();
fromAddress();
