import type { ArgumentUse, BlockSchema } from "./provider-schema.ts";

interface BindingClass {
  readonly name: string;
  readonly terraformType: string | undefined;
  readonly body: string;
}

/** Recursive schemas are generated to some depth; what is deeper is not told apart. */
const depthMax = 9;

/**
 * The schema of one resource or data source, read from the prebuilt CDK bindings of a provider: the only form in which provider
 * schemas can be had from npm. The generated JavaScript says of each attribute whether it is computed, optional or required,
 * and the serialisers say which are blocks.
 * @param source all generated JavaScript of the resource, joined
 * @returns null when the bindings hold neither a resource nor a data source
 */
export function readBindings(source: string): { type: string; schema: BlockSchema } | null {
  const classes = new Map(
    source
      .split(/^(?=class \w+ extends )/m)
      .filter((part) => part.startsWith("class "))
      .map((body): [string, BindingClass] => {
        const name = /^class (\w+)/.exec(body)?.[1] ?? "";
        return [name, { name, terraformType: /\btfResourceType = "([^"]+)"/.exec(body)?.[1], body }];
      }),
  );
  const root = [...classes.values()].find(({ terraformType }) => terraformType !== undefined);
  if (!root?.terraformType) return null;
  return { type: root.terraformType, schema: readBlock(root, classes, readBlockNames(source), 0) };
}

/** Names that are blocks, by the struct whose serialiser says so; "" is the resource itself. */
function readBlockNames(source: string): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const parts = source.split(/(?:function (\w+)ToHclTerraform\(struct\)|synthesizeHclAttributes\(\)) \{/);
  for (let index = 1; index + 1 < parts.length; index += 2) {
    const body = (parts[index + 1] ?? "").split("// remove undefined attributes")[0] ?? "";
    const blocks = [...body.matchAll(/^ {8,12}(\w+): \{\s+value: [^\n]+\n\s+isBlock: true/gm)];
    names.set(parts[index] ?? "", new Set(blocks.map(([, name = ""]) => name)));
  }
  return names;
}

function readBlock(
  { name, terraformType, body }: BindingClass,
  classes: ReadonlyMap<string, BindingClass>,
  blockNames: ReadonlyMap<string, ReadonlySet<string>>,
  depth: number,
): BlockSchema {
  const struct = name.replace(/OutputReference$/, "");
  const own = blockNames.get(terraformType ? "" : struct[0]?.toLowerCase() + struct.slice(1));
  const attributes: Record<string, ArgumentUse> = {};
  const blocks: Record<string, BlockSchema> = {};
  for (const [attribute, use] of readAttributes(body)) {
    const nestedName = new RegExp(`= new (\\w+)\\(this, "${attribute}"`).exec(body)?.[1];
    const nested = classes.get((nestedName ?? "").replace(/(List|Map)$/, "OutputReference"));
    if (own?.has(attribute) && nested) {
      blocks[attribute] =
        depth < depthMax ? readBlock(nested, classes, blockNames, depth + 1) : { attributes: {}, blocks: {} };
    } else attributes[attribute] = use;
  }
  return { attributes, blocks };
}

/** Newer bindings say what an attribute is in a comment; older ones show it by which methods there are. */
function readAttributes(body: string): Map<string, ArgumentUse> {
  const attributes = new Map<string, ArgumentUse>();
  for (const [, camel = "", code = ""] of body.matchAll(/^ {4}get (\w+)\(\) \{\s+return ([^\n]+);/gm)) {
    const attribute =
      /Attribute\('(\w+)'\)/.exec(code)?.[1] ??
      new RegExp(`_${camel} = new \\w+\\(this, "(\\w+)"`).exec(body)?.[1];
    if (!attribute || camel.endsWith("Input")) continue;
    const capital = `${camel[0]?.toUpperCase()}${camel.slice(1)}`;
    const isSet = new RegExp(`^ {4}(set ${camel}|put${capital})\\(`, "m").test(body);
    const isReset = new RegExp(`^ {4}reset${capital}\\(`, "m").test(body);
    attributes.set(attribute, !isSet ? "computed" : isReset ? "optional" : "required");
  }
  const comments = /\/\/ (\w+) - computed: (?:true|false), optional: (true|false), required: (true|false)/g;
  for (const [, attribute = "", optional, required] of body.matchAll(comments)) {
    attributes.set(
      attribute,
      required === "true" ? "required" : optional === "true" ? "optional" : "computed",
    );
  }
  return attributes;
}
