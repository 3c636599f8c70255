// The SQL console: loads DuckDB-WASM after a click, runs one reading statement, shows, draws, saves, links, cites.
"use strict";

const root = document.getElementById("console");
root.append(root.querySelector("template").content.cloneNode(true));
const get = (id) => document.getElementById(id);
const status = get("console-status");
const box = get("sql");
let engine = null; // {plan, worker, connections}
let halt = null; // rejects the query that runs

function fail(error) {
  const text = String(error?.message || error).split("\n\nLINE")[0];
  get("console-error").textContent = text;
  get("console-error").hidden = false;
}

// ---- loading

function meter() {
  const whole = Number(root.dataset.bytes);
  let done = 0;
  return (bytes) => {
    done += bytes;
    get("progress").value = Math.min(1, done / whole);
    status.textContent = `Loading: ${(done / 1e6).toFixed(1)} of ${(whole / 1e6).toFixed(1)} MB`;
  };
}

async function fetched(path, tell) {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} cannot be loaded: the server answers ${response.status}`);
  const parts = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    tell(part.value.length);
  }
  return new Blob(parts);
}

// The WebAssembly is packed with gzip, unless the server has unpacked it already.
async function unpacked(blob) {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const stream = packed ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob.stream();
  return new Response(stream, { headers: { "content-type": "application/wasm" } }).blob();
}

async function load() {
  const tell = meter();
  const plan = JSON.parse(await (await fetched("assets/console/console.json", tell)).text());
  const source = (blob, type) => URL.createObjectURL(blob.slice(0, blob.size, type));
  const [code, script, packed, ...files] = await Promise.all(
    [plan.engine.module, plan.engine.worker, plan.engine.wasm, ...plan.files].map((file) => fetched(file.path, tell)),
  );
  status.textContent = "Starting the database …";
  const module = await import(source(code, "text/javascript"));
  const worker = new Worker(source(script, "text/javascript"));
  try {
    const wasm = source(await unpacked(packed), "application/wasm");
    const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
    return { plan, worker, connections: await opened(module, worker, wasm, plan, contents) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

// A database with the tables, views and macros, and two copies with their rows stored in other orders; then all is
// locked. Returns a connection to each.
async function opened(module, worker, wasm, plan, contents) {
  const db = new module.AsyncDuckDB(new module.VoidLogger(), worker);
  await db.instantiate(wasm);
  await db.open({ path: ":memory:" });
  const connections = [await db.connect()];
  for (const sql of plan.closed) await connections[0].query(sql);
  for (const [i, file] of plan.files.entries()) {
    await db.registerFileBuffer(file.name, new Uint8Array(contents[i]));
  }
  for (const sql of plan.statements) await connections[0].query(sql);
  await db.dropFiles();
  for (const statements of Object.values(plan.copies)) {
    const connection = await db.connect();
    for (const sql of statements) await connection.query(sql);
    connections.push(connection);
  }
  for (const sql of plan.locked) await connections[0].query(sql);
  return connections;
}

async function start() {
  get("load").disabled = true;
  get("progress").hidden = false;
  get("console-error").hidden = true;
  try {
    if (location.protocol === "file:") throw new Error("The console needs a web server: browsers do not start it from a folder. Any plain one will do, for example: python -m http.server");
    engine = await load();
    status.textContent = `Ready: ${engine.plan.files.length} tables.`;
    get("run").disabled = false;
    get("load").hidden = true;
  } catch (error) {
    get("load").disabled = false;
    status.textContent = "The console could not be loaded.";
    fail(error);
  }
  get("progress").hidden = true;
}

// ---- running

const two = (number) => String(number).padStart(2, "0");

function day(milliseconds) {
  const date = new Date(milliseconds);
  return `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function moment(milliseconds) {
  return new Date(milliseconds).toISOString().replace("T", " ").replace(/\.?0*Z$/u, "");
}

// Decimals and 128-bit integers come as four words of 32 bits, lowest first, in two's complement.
function wide(words, scale) {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i -= 1) value = (value << 32n) | BigInt(words[i] >>> 0);
  value = BigInt.asIntN(32 * words.length, value);
  if (!scale) return value;
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

// A value out of Arrow as null, boolean, number, BigInt, text (dates, decimals) or a list of these.
function plain(value, type) {
  if (value === null || value === undefined) return null;
  const kind = String(type);
  if (kind.startsWith("List")) return Array.from(value, (item) => plain(item, type.children[0].type));
  if (kind.startsWith("Date")) return day(Number(value));
  if (kind.startsWith("Timestamp")) return moment(Number(value));
  if (kind.startsWith("Decimal")) return wide(value, type.scale);
  if (typeof value === "object") return JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v));
  return value;
}

async function rowsOf(connection, sql) {
  await connection.query("BEGIN TRANSACTION READ ONLY");
  try {
    const table = await connection.query(sql);
    const fields = table.schema.fields;
    const columns = fields.map((field, i) => Array.from(table.getChildAt(i), (value) => plain(value, field.type)));
    const rows = Array.from({ length: table.numRows }, (_, r) => columns.map((column) => column[r]));
    const numeric = fields.map((field) => /^(Int|Uint|Float|Decimal)/u.test(String(field.type)));
    return { names: fields.map((field) => field.name), rows, numeric };
  } finally {
    await connection.query("ROLLBACK");
  }
}

async function cited(sql, answer) {
  const { plan, connections } = engine;
  const reason = objection(sql, plan);
  if (reason) throw new Error(reason);
  const described = await rowsOf(connections[0], `DESCRIBE ${tokens(sql).join("")}`);
  const types = described.rows.map((row) => row[1]);
  const results = [answer.rows];
  for (const connection of connections.slice(1)) results.push((await rowsOf(connection, sql)).rows);
  const statement = await connections[0].prepare("SELECT sha256(?) AS sum");
  const sums = [];
  for (const text of [canonicalText(types, results), printedQuery(sql)]) sums.push((await statement.query(text)).getChildAt(0).get(0));
  await statement.close();
  return citation(sql, plan, answer.rows.length, ...sums);
}

async function run() {
  const sql = box.value;
  const result = get("result");
  get("console-error").hidden = true;
  result.hidden = true;
  result.replaceChildren();
  if (!engine) return fail("Load the console first.");
  if (get("run").disabled) return undefined;
  const refused = refusal(sql);
  if (refused) return fail(refused);
  get("run").disabled = true;
  get("stop").hidden = false;
  status.textContent = "Running …";
  try {
    const stopped = new Promise((_, reject) => { halt = reject; });
    const work = (async () => {
      const answer = await rowsOf(engine.connections[0], sql);
      const source = await cited(sql, answer).then((text) => ({ text }), (error) => ({ reason: error.message }));
      return [answer, source];
    })();
    const [answer, source] = await Promise.race([work, stopped]);
    show(result, answer, source);
    status.textContent = `${answer.rows.length} ${answer.rows.length === 1 ? "row" : "rows"}.`;
  } catch (error) {
    status.textContent = engine ? "No result." : "Stopped. Load the console again to go on.";
    if (engine) fail(error);
  }
  get("stop").hidden = true;
  get("run").disabled = !engine;
  return undefined;
}

// A running query is ended by ending its worker; what was loaded comes from the browser's cache the next time.
function stop() {
  engine.worker.terminate();
  engine = null;
  get("load").hidden = false;
  get("load").disabled = false;
  halt(new Error("stopped"));
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

get("load").addEventListener("click", start);
get("run").addEventListener("click", run);
get("stop").addEventListener("click", stop);
get("link").addEventListener("click", link);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
for (const example of root.querySelectorAll("[data-sql]")) {
  example.addEventListener("click", () => {
    box.value = example.dataset.sql;
    run();
  });
}
addEventListener("hashchange", fromAddress);
fromAddress();
