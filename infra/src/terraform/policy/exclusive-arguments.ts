import type { Finding } from "../../policy/finding.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { subjectOf } from "./planned-values.ts";

interface Exclusion {
  readonly type: string;
  readonly argument: string;
  readonly with: readonly string[];
}

/**
 * What the AWS provider refuses although its schema allows it: these live in its code (ConflictsWith, ExactlyOneOf), so they are
 * written here as they are met. Both were seen refused by 5.100.0, and 6.66.0 has them as well.
 */
const exclusions: readonly Exclusion[] = [
  {
    type: "aws_elasticache_replication_group",
    argument: "global_replication_group_id",
    with: [
      "num_node_groups",
      "parameter_group_name",
      "engine",
      "engine_version",
      "node_type",
      "transit_encryption_enabled",
      "transit_encryption_mode",
      "at_rest_encryption_enabled",
      "snapshot_arns",
      "snapshot_name",
    ],
  },
  {
    type: "aws_backup_restore_testing_selection",
    argument: "protected_resource_conditions",
    with: ["protected_resource_arns"],
  },
];

/** Arguments that exclude each other are not set together. */
export function exclusiveArguments(resources: readonly PlannedResource[]): Finding[] {
  return resources.flatMap((resource) =>
    exclusions
      .filter(({ type, argument }) => type === resource.type && isSet(resource, argument))
      .flatMap((exclusion) =>
        exclusion.with
          .filter((other) => isSet(resource, other))
          .map((other) => ({
            rule: "exclusive-arguments",
            subject: subjectOf(resource),
            message: `"${other}" cannot be set with "${exclusion.argument}": the provider refuses both. Make one of them null.`,
          })),
      ),
  );
}

const isSet = ({ values }: PlannedResource, argument: string) =>
  values[argument] !== undefined && values[argument] !== null;
