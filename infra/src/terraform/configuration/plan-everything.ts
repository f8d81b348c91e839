import { expandRoot, type PlannedResource } from "./expand-root.ts";
import { loadConfiguration, type Module, terraformRoot } from "./load-configuration.ts";

/** Values of the variables that have no default, as an apply would pass them. */
export const exampleInputs = {
  account_id: "123456789012",
  domain_name: "horizon.example",
  repository: "horizon-credit/horizon",
  budget_subscribers: ["platform@horizon.example"],
};

/** Every root of `infra/terraform/live`, expanded. */
export async function planEverything(
  root = terraformRoot,
): Promise<{ configuration: ReadonlyMap<string, Module>; resources: PlannedResource[] }> {
  const configuration = await loadConfiguration(root);
  const roots = [...configuration.keys()].filter((path) => path.startsWith("live/"));
  return {
    configuration,
    resources: roots.flatMap((path) => expandRoot(configuration, path, exampleInputs)),
  };
}
