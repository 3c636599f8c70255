// What the page's script needs of DuckDB-WASM and Apache Arrow, bundled into one file at build.
export { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
