import { isAppError } from "@horizon/errors";
import type { ObjectStore } from "../../platform/object-store.ts";

/** Deletes the version that is there, not only its name. One that is gone is fine; one that is locked is UPSTREAM_REJECTED. */
export async function destroyObject(objects: ObjectStore, key: string): Promise<void> {
  try {
    const { versionId } = await objects.head(key);
    await objects.delete(key, versionId ?? undefined);
  } catch (error) {
    if (!isAppError(error, "NOT_FOUND")) throw error;
  }
}
