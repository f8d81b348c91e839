import type { CreditOverlay } from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { obsolescenceOfDelinquency } from "../domain/obsolescence.ts";
import { prefixes } from "../ids.ts";

const date = z.iso.date().nullable();
export const overlayView = z.strictObject({
  element_id: idOut(prefixes.element),
  dofd_on: date,
  evidence_document_id: idOut(prefixes.document).nullable(),
  group_id: idOut(prefixes.group).nullable(),
  reason: z.string(),
  /** From when a letter may claim that it is obsolete, and when bureaus usually drop it (FCRA-14). */
  statutory_obsolete_on: date,
  bureau_practice_on: date,
});
export function toOverlayView(overlay: CreditOverlay): z.input<typeof overlayView> {
  const dates = overlay.dofdOn === null ? null : obsolescenceOfDelinquency(overlay.dofdOn);
  return {
    element_id: publicIdOf(prefixes.element, overlay.elementId),
    dofd_on: overlay.dofdOn,
    evidence_document_id:
      overlay.evidenceDocumentId === null ? null : publicIdOf(prefixes.document, overlay.evidenceDocumentId),
    group_id: overlay.groupId === null ? null : publicIdOf(prefixes.group, overlay.groupId),
    reason: overlay.reason,
    statutory_obsolete_on: dates?.statutoryObsoleteOn ?? null,
    bureau_practice_on: dates?.bureauPracticeOn ?? null,
  };
}
