import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "@cdktn/hcl2json";

export const terraformRoot = fileURLToPath(new URL("../../../terraform/", import.meta.url));

/** A block of HCL in its JSON form: expressions are strings with `${…}`. */
export type Block = Readonly<Record<string, unknown>>;

/** The files of one folder, merged: a module, or a root when it has a backend or a provider. */
export interface Module {
  /** Below `infra/terraform`, e.g. `modules/network` or `live/staging/us-east-1/data`. */
  readonly path: string;
  readonly variables: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, Block>;
  readonly resources: readonly Declaration[];
  readonly dataSources: readonly Declaration[];
  readonly ephemerals: readonly Declaration[];
  readonly modules: ReadonlyMap<string, Block>;
  readonly providers: readonly { readonly type: string; readonly body: Block }[];
  readonly terraform: readonly Block[];
}

export interface Declaration {
  readonly type: string;
  readonly name: string;
  readonly body: Block;
}

/**
 * Every folder below `root` that has `*.tf` files, parsed.
 * @param root absolute folder, `infra/terraform` or a fixture of the same shape
 * @throws on the first file that is no valid HCL
 */
export async function loadConfiguration(root: string): Promise<ReadonlyMap<string, Module>> {
  const folders = new Map<string, Record<string, unknown>[]>();
  for (const file of globSync("**/*.tf", { cwd: root }).sort()) {
    const document = await parse(file, readFileSync(join(root, file), "utf8"));
    const folder = relative(".", dirname(file));
    folders.set(folder, [...(folders.get(folder) ?? []), document]);
  }
  return new Map([...folders].map(([path, documents]) => [path, toModule(path, documents)]));
}

/** Builds a module from the parsed documents of its files. */
export function toModule(path: string, documents: readonly Record<string, unknown>[]): Module {
  const named = (kind: string) =>
    documents.flatMap((document) =>
      Object.entries((document[kind] ?? {}) as Record<string, Block[]>).flatMap(([name, bodies]) =>
        bodies.map((body) => [name, body] as const),
      ),
    );
  const declared = (kind: string): Declaration[] =>
    documents.flatMap((document) =>
      Object.entries((document[kind] ?? {}) as Record<string, Record<string, Block[]>>).flatMap(
        ([type, byName]) =>
          Object.entries(byName).flatMap(([name, bodies]) => bodies.map((body) => ({ type, name, body }))),
      ),
    );
  return {
    path,
    variables: new Map(named("variable")),
    locals: new Map(
      documents.flatMap((document) =>
        ((document.locals ?? []) as Block[]).flatMap((block) => Object.entries(block)),
      ),
    ),
    outputs: new Map(named("output")),
    resources: declared("resource"),
    dataSources: declared("data"),
    ephemerals: declared("ephemeral"),
    modules: new Map(named("module")),
    providers: named("provider").map(([type, body]) => ({ type, body })),
    terraform: documents.flatMap((document) => (document.terraform ?? []) as Block[]),
  };
}
