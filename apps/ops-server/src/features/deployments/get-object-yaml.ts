import type { PodRef, WorkloadRef } from "@horizon/contracts";
import { stringify } from "yaml";
import { getLiveObject } from "../../estate/get-live-object.ts";
import type { OpsContext } from "../../ops-context.ts";

export interface ObjectYaml {
  yaml: string;
  /** Apart, so that the view can fold them. */
  managedFields: string;
}

/** The object as the API server has it now. Values of a pod's variables are part of it, secrets are not. */
export async function getObjectYaml(
  { estate }: Pick<OpsContext, "estate">,
  ref: WorkloadRef | PodRef,
  signal: AbortSignal | undefined,
): Promise<ObjectYaml> {
  const object = await getLiveObject(estate, ref, signal);
  const { managedFields, ...metadata } = object.metadata;
  return {
    yaml: stringify({ ...object, metadata }),
    managedFields: managedFields === undefined ? "" : stringify({ managedFields }),
  };
}
