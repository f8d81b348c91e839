// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of HCL are written so
import { parse } from "@cdktn/hcl2json";
import { expect, test } from "vitest";
import { loadConfiguration, terraformRoot, toModule } from "../configuration/load-configuration.ts";
import { findReferenceErrors } from "./find-reference-errors.ts";

async function errorsOf(files: Record<string, string>): Promise<string[]> {
  const modules = await Promise.all(
    Object.entries(files).map(
      async ([path, text]) => [path, toModule(path, [await parse(`${path}/main.tf`, text)])] as const,
    ),
  );
  return findReferenceErrors(new Map(modules)).map(({ rule }) => rule);
}

const child =
  'variable "name" {\n  type = string\n}\nvariable "size" {\n  type = number\n  default = 1\n}\noutput "id" {\n  value = "${var.name}${var.size}"\n}\n';

test("every reference of the configuration leads somewhere", async () => {
  const configuration = await loadConfiguration(terraformRoot);
  expect(configuration.size).toBeGreaterThan(30);
  expect(findReferenceErrors(configuration)).toEqual([]);
});

test.each([
  [
    "a module call that is right",
    'module "a" {\n  source = "../../modules/a"\n  name = "x"\n}\noutput "o" {\n  value = module.a.id\n}',
    [],
  ],
  ["an input that is missing", 'module "a" {\n  source = "../../modules/a"\n}', ["missing-input"]],
  [
    "an input that does not exist",
    'module "a" {\n  source = "../../modules/a"\n  name = "x"\n  nam = "y"\n}',
    ["unknown-input"],
  ],
  ["a module that does not exist", 'module "a" {\n  source = "../../modules/b"\n}', ["unknown-source"]],
  [
    "an output that does not exist",
    'module "a" {\n  source = "../../modules/a"\n  name = "x"\n}\noutput "o" {\n  value = module.a.arn\n}',
    ["unknown-output"],
  ],
  ["a variable that is not declared", 'output "o" {\n  value = var.nothing\n}', ["unknown-variable"]],
  ["a variable that nothing uses", 'variable "v" {\n  type = string\n}', ["unused-variable"]],
  ["a local that is not declared", 'output "o" {\n  value = local.nothing\n}', ["unknown-local"]],
  ["a local that nothing uses", "locals {\n  a = 1\n}", ["unused-local"]],
  ["a resource that is not declared", 'output "o" {\n  value = aws_vpc.this.id\n}', ["unknown-resource"]],
  [
    "a data source that is not declared",
    'output "o" {\n  value = data.aws_vpc.this.id\n}',
    ["unknown-resource"],
  ],
  [
    "a name inside an index",
    'resource "aws_vpc" "a" {\n}\noutput "o" {\n  value = aws_vpc.a[var.k].id\n}',
    ["unknown-variable"],
  ],
  [
    "the names of a for expression",
    'variable "m" {\n  type = map(string)\n}\noutput "o" {\n  value = { for key, value in var.m : key => value.x if key != "" }\n}',
    [],
  ],
])("finds %s", async (_what, text, expected) => {
  expect(await errorsOf({ "modules/a": child, "live/root": text })).toEqual(expected);
});
