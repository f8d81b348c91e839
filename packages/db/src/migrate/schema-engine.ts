import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { Pool } from "pg";

/** Neither lib ES2024 nor the types of Node declare it. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

const require = createRequire(import.meta.url);
let loaded: Promise<typeof bindings> | undefined;

/**
 * Lends Prisma's schema engine, compiled to WebAssembly, on a database. The Prisma CLI would download the same
 * engine as a native binary; this one comes with npm and keeps the same `_prisma_migrations` table.
 */
export async function withSchemaEngine<T>(
  url: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadBindings();
  const { SchemaEngine } = await loaded;
  const pool = new Pool({ connectionString: url, max: 2 });
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(new WholeScriptPrismaPg(pool));
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    // The engine's advisory lock lives as long as its session.
    await pool.end();
  }
}

/**
 * The adapter cuts scripts at every semicolon, also inside function bodies and comments, and may run the parts on
 * several connections. Sent whole, PostgreSQL parses the script itself and runs it in one transaction.
 */
class WholeScriptPrismaPg extends PrismaPg {
  override async connect(): ReturnType<PrismaPg["connect"]> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** The package's own door imports the .wasm as a module, which Node calls experimental on every start. */
async function loadBindings(): Promise<typeof bindings> {
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === "function") start();
  return bindings;
}
