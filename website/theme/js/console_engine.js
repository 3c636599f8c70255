// The database of the SQL console: loaded with progress, run in a worker, started again when it fails.
"use strict";

const MOST_ROWS = 500_000; // rows that are taken out of a result; the page says so where there are more

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

// Everything that a database is started from, so that a second start asks for nothing.
async function pieces(tell) {
  const plan = JSON.parse(await (await fetched("assets/console/console.json", tell)).text());
  const source = (blob, type) => URL.createObjectURL(blob.slice(0, blob.size, type));
  const [code, script, packed, ...files] = await Promise.all(
    [plan.engine.module, plan.engine.worker, plan.engine.wasm, ...plan.files].map((file) => fetched(file.path, tell)),
  );
  return {
    plan,
    module: await import(source(code, "text/javascript")),
    script: source(script, "text/javascript"),
    wasm: source(await unpacked(packed), "application/wasm"),
    contents: await Promise.all(files.map((file) => file.arrayBuffer())),
  };
}

// A database with the tables, views and macros, and two copies with their rows stored in other orders; then all is
// locked. Returns {plan, worker, connections}: a connection to each.
async function started({ plan, module, script, wasm, contents }) {
  const worker = new Worker(script);
  try {
    const db = new module.AsyncDuckDB(new module.VoidLogger(), worker);
    await db.instantiate(wasm);
    await db.open({ path: ":memory:" });
    const connections = [await db.connect()];
    for (const sql of plan.closed) await connections[0].query(sql);
    for (const [i, file] of plan.files.entries()) {
      await db.registerFileBuffer(file.name, new Uint8Array(contents[i].slice(0)));
    }
    for (const sql of plan.statements) await connections[0].query(sql);
    await db.dropFiles();
    for (const statements of Object.values(plan.copies)) {
      const connection = await db.connect();
      for (const sql of statements) await connection.query(sql);
      connections.push(connection);
    }
    for (const sql of plan.locked) await connections[0].query(sql);
    return { plan, worker, connections };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

const two = (number) => String(number).padStart(2, "0");

function day(milliseconds) {
  const date = new Date(milliseconds);
  return `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function moment(milliseconds) {
  const [date, time] = new Date(milliseconds).toISOString().replace("Z", "").split("T");
  return `${date} ${time.replace(/\.000$/u, "")}`;
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

// The rows of a query, taken over batch by batch; `whole` is false where there are more than MOST_ROWS.
async function rowsOf(connection, sql) {
  await connection.query("BEGIN TRANSACTION READ ONLY");
  try {
    const reader = await (await connection.send(sql, true)).open();
    const { fields } = reader.schema; // which the reader forgets at its end
    const rows = [];
    let whole = true;
    for await (const batch of reader) {
      const columns = fields.map((field, i) => [batch.getChildAt(i), field.type]);
      for (let r = 0; r < batch.numRows && rows.length < MOST_ROWS; r += 1) rows.push(columns.map(([column, type]) => plain(column.get(r), type)));
      whole = rows.length < MOST_ROWS;
      if (!whole) break;
    }
    if (!whole) await connection.cancelSent();
    const numeric = fields.map((field) => /^(Int|Uint|Float|Decimal)/u.test(String(field.type)));
    return { names: fields.map((field) => field.name), rows, numeric, whole };
  } finally {
    await connection.query("ROLLBACK");
  }
}

// Whether the database still answers within five seconds.
async function answers(connection) {
  const late = new Promise((resolve) => { setTimeout(() => resolve(false), 5000); });
  return Promise.race([connection.query("SELECT 1").then(() => true, () => false), late]);
}

// Ends a turn of the page's script, so that the page answers while much is computed.
const breathe = () => new Promise((resolve) => { setTimeout(resolve); });

// How the command line cites a query, quoted for a shell.
const command = (sql) => `iraqmilitias cite --query '${printedQuery(sql).replaceAll("'", "'\\''")}'`;

// The citation of a query's rows, hashed in pieces. `answer` are the rows of the query as it is written.
async function cited({ plan, connections }, sql, answer) {
  const reason = objection(sql, plan) || (answer.whole ? "" : `more than ${MOST_ROWS.toLocaleString("en")} rows are cited on the command line: ${command(sql)}`);
  if (reason) throw new Error(reason);
  const query = standardised(sql);
  const described = await rowsOf(connections[0], `DESCRIBE ${query}`);
  const types = described.rows.map((row) => row[1]);
  const same = query === tokens(sql).join("");
  const results = [same ? answer.rows : (await rowsOf(connections[0], query)).rows];
  for (const connection of connections.slice(1)) {
    results.push((await rowsOf(connection, query)).rows);
    await breathe();
  }
  const open = choices(query, plan);
  if (open.length) {
    const pair = open.join() === "LIMIT" ? otherwise(query, types.length) : null;
    if (!pair) throw new Error(`its rows may depend on ties (${open.join(", ")}), which this page cannot check. The command line can: ${command(query)}`);
    for (const one of pair) results.push((await rowsOf(connections[0], one)).rows);
  }
  const lines = canonicalLines(types, results);
  const hash = new Sha256();
  for (let from = 0; from < lines.length; from += 5000) {
    hash.update(`${from ? "\n" : ""}${lines.slice(from, from + 5000).join("\n")}`);
    await breathe();
  }
  return citation(query, plan, answer.rows.length, hash.hex(), new Sha256().update(query).hex());
}
