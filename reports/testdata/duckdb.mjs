// Reads the result tables with DuckDB, a reader that shares no code with the
// writer, and compares every Parquet file with its CSV: row count, and for each
// column of the CSV the number of nulls and a sum (of numbers, of true, of the
// lengths of texts) and, for texts, every value.
//
//   node duckdb.mjs RESULTS-FOLDER
//
// DIALOGO_NODE_MODULES is the node_modules folder that has @duckdb/node-api.
// Prints one JSON object by table; exits 1 if anything differs.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.DIALOGO_NODE_MODULES, "package.json"));
const { DuckDBInstance } = require("@duckdb/node-api");
const folder = process.argv[2];
const db = await (await DuckDBInstance.create(":memory:")).connect();

const rows = async (sql) => (await db.runAndReadAll(sql)).getRowObjects();
const quoted = (s) => "'" + s.replaceAll("'", "''") + "'";
const name = (s) => '"' + s.replaceAll('"', '""') + '"';

// restored undoes what the CSV does to texts that a spreadsheet takes for a formula.
const restored = (column) => `regexp_replace(${column}, '^''', '')`;

// measures are the two numbers by which a column is compared.
function measures(column, type) {
  const c = name(column);
  switch (type) {
    case "BIGINT": return `count(${c}), coalesce(sum(${c}::HUGEINT), 0)`;
    case "DOUBLE": return `count(${c}), coalesce(fsum(${c}::DOUBLE), 0)`;
    case "BOOLEAN": return `count(${c}), count_if(${c}::BOOLEAN)`;
    case "VARCHAR": return `count(${c}), coalesce(sum(length(${c})), 0)`;
  }
  throw new Error(`column ${column} has type ${type}`);
}

let failed = false;
const found = {};
for (const table of ["episodes", "turns", "cases", "calls", "metrics"]) {
  const parquet = `read_parquet(${quoted(join(folder, table + ".parquet"))})`;
  const csv = `read_csv(${quoted(join(folder, table + ".csv"))}, header=true, delim=',', quote='"', escape='"',
    all_varchar=true, nullstr='', new_line='\\n', strict_mode=true)`;
  const types = new Map((await rows(`DESCRIBE SELECT * FROM ${parquet}`)).map((r) => [r.column_name, r.column_type]));
  const columns = (await rows(`DESCRIBE SELECT * FROM ${csv}`)).map((r) => r.column_name);
  for (const c of columns) if (!types.has(c)) throw new Error(`${table}: column ${c} is not in the Parquet file`);

  const count = async (from) => (await rows(`SELECT count(*) AS n FROM ${from}`))[0].n;
  const restoredCSV = "(SELECT " + columns.map((c) =>
    (types.get(c) === "VARCHAR" ? restored(name(c)) : name(c)) + " AS " + name(c)).join(", ") + ` FROM ${csv})`;
  const differences = [];
  const n = await count(parquet);
  if (n !== (await count(csv))) differences.push("row count");
  for (const c of columns) {
    const type = types.get(c);
    const [a, b] = [await rows(`SELECT ${measures(c, type)} FROM ${parquet}`), await rows(`SELECT ${measures(c, type)} FROM ${restoredCSV}`)];
    if (String(Object.values(a[0])) !== String(Object.values(b[0]))) {
      differences.push(`${c}: Parquet ${Object.values(a[0])}, CSV ${Object.values(b[0])}`);
    }
    if (type === "VARCHAR") {
      const only = (x, y) => `SELECT ${name(c)} FROM ${x} EXCEPT ALL SELECT ${name(c)} FROM ${y}`;
      for (const sql of [only(parquet, restoredCSV), only(restoredCSV, parquet)]) {
        for (const r of await rows(sql + " LIMIT 3")) differences.push(`${c}: only in one: ${JSON.stringify(r[c])}`);
      }
    }
  }
  const schema = await rows(`SELECT decode(value) AS v FROM parquet_kv_metadata(${quoted(join(folder, table + ".parquet"))})
    WHERE decode(key) = 'dialogo.schema'`);
  found[table] = { rows: Number(n), columns: columns.length, parquet_columns: types.size, schema: schema[0]?.v, differences };
  failed ||= differences.length > 0;
}
console.log(JSON.stringify(found));
process.exit(failed ? 1 : 0);
