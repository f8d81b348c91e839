"use client";
import dynamic from "next/dynamic";
import type { OverlayProps } from "./dialog-overlay";

// Loaded when first opened: most visits to a page open nothing.
const DialogOverlay = dynamic(() => import("./dialog-overlay").then((module) => module.DialogOverlay), {
  ssr: false,
});
const SheetOverlay = dynamic(() => import("./dialog-overlay").then((module) => module.SheetOverlay), {
  ssr: false,
});

/** Something to decide before going on. Takes the focus, gives it back, closes with Escape. */
export function Dialog(props: OverlayProps) {
  return props.open ? <DialogOverlay {...props} /> : null;
}

/** Something to peek at beside the page: a pod, a log line, a diff. */
export function Sheet(props: OverlayProps & { side?: "left" | "right" }) {
  return props.open ? <SheetOverlay {...props} /> : null;
}
