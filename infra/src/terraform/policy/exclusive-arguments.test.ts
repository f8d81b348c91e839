import { test } from "vitest";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { exclusiveArguments } from "./exclusive-arguments.ts";
import { expectFound, planConfiguration } from "./testing/planned-configuration.ts";

const plan = await planConfiguration();

test.each<[string, () => PlannedResource[]]>([
  [
    "a follower that is told its primary's encryption",
    () =>
      plan.set(/us-west-2\/data: .*aws_elasticache_replication_group/, "transit_encryption_mode", "required"),
  ],
  [
    "a restore test that is told twice what to restore",
    () => plan.set(/aws_backup_restore_testing_selection/, "protected_resource_arns", ["*"]),
  ],
])("finds %s", (_what, change) => {
  expectFound(exclusiveArguments(change()));
});
