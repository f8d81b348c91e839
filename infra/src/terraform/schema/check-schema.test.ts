import { readFileSync } from "node:fs";
import { parse } from "@cdktn/hcl2json";
import { expect, test } from "vitest";
import { loadConfiguration, terraformRoot, toModule } from "../configuration/load-configuration.ts";
import { checkSchema } from "./check-schema.ts";
import type { ProviderSchema } from "./provider-schema.ts";
import { readBindings } from "./read-bindings.ts";

const providers = ["aws", "datadog", "pagerduty"].map(
  (name) =>
    JSON.parse(readFileSync(new URL(`generated/${name}.json`, import.meta.url), "utf8")) as ProviderSchema,
);

async function rulesOf(text: string): Promise<string[]> {
  const module = toModule("modules/a", [await parse("main.tf", text)]);
  return checkSchema(new Map([[module.path, module]]), providers).map(({ rule }) => rule);
}

test("every argument and block of the configuration is one that the provider has", async () => {
  expect(checkSchema(await loadConfiguration(terraformRoot), providers)).toEqual([]);
});

test.each([
  ["nothing in what is right", 'resource "aws_sns_topic" "a" {\n  name = "x"\n}', []],
  ["an argument that does not exist", 'resource "aws_sns_topic" "a" {\n  nam = "x"\n}', ["unknown-argument"]],
  [
    "an argument that only the provider tells",
    'resource "aws_sns_topic" "a" {\n  arn = "x"\n}',
    ["computed-argument"],
  ],
  [
    "a required argument that is missing",
    'resource "aws_flow_log" "a" {\n}\nresource "aws_route" "b" {\n}',
    ["missing-argument"],
  ],
  [
    "an argument of a block",
    'resource "aws_lb" "a" {\n  access_logs {\n    bucket = "b"\n    folder = "f"\n  }\n}',
    ["unknown-argument"],
  ],
  [
    "an argument of a dynamic block",
    'resource "aws_lb" "a" {\n  dynamic "access_logs" {\n    for_each = [1]\n    content {\n      buckt = "b"\n    }\n  }\n}',
    ["unknown-argument", "missing-argument"],
  ],
  ["a type that is not known", 'resource "aws_magic" "a" {\n}', ["unknown-type"]],
])("finds %s", async (_what, text, expected) => {
  expect(await rulesOf(text)).toEqual(expected);
});

test("bindings of both generations are read alike", () => {
  const newer = `class Thing extends cdktn.TerraformResource {
    static tfResourceType = "aws_thing";
    // arn - computed: true, optional: false, required: false
    get arn() {
        return this.getStringAttribute('arn');
    }
    // name - computed: false, optional: false, required: true
    get name() {
        return this.getStringAttribute('name');
    }
    set name(value) {
    }
}`;
  const older = `${newer.replace(/ {4}\/\/.*\n/g, "").replace('    static tfResourceType = "aws_thing";\n', "")}\nThing.tfResourceType = "aws_thing";`;
  const expected = {
    type: "aws_thing",
    schema: { attributes: { arn: "computed", name: "required" }, blocks: {} },
  };
  expect(readBindings(newer)).toEqual(expected);
  expect(readBindings(older)).toEqual(expected);
  expect(readBindings("class Other extends cdktn.ComplexObject {}")).toBeNull();
});
