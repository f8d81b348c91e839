"use client";
import { lazy, Suspense, useRef, useState } from "react";
import { usePaletteControl } from "@/components/frame/palette-control";

const PaletteDialog = lazy(() =>
  import("./palette-dialog").then((module) => ({ default: module.PaletteDialog })),
);

/** Search and commands (⌘K). Its code is loaded when it is first opened. */
export function Palette() {
  const { open } = usePaletteControl();
  return open ? <OpenPalette /> : null;
}

/**
 * What is typed before the search can take it belongs to the search, and is no single-key shortcut. The first field
 * stays until the dialog's own has the focus: in between there is no moment in which a key goes astray.
 */
function OpenPalette() {
  const typed = useRef("");
  const [opener] = useState(() => document.activeElement);
  const [isTaken, setTaken] = useState(false);
  function takeTyped(): string {
    setTaken(true);
    return typed.current;
  }
  return (
    <>
      {isTaken ? null : (
        <input
          // The person pressed ⌘K to type here.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          aria-label="Search and commands, opening"
          placeholder="Search or go to…"
          className="fixed inset-x-0 top-[8vh] z-40 mx-auto h-11 w-full max-w-xl rounded-lg bg-surface px-4 text-base shadow-overlay outline-none"
          onChange={(event) => {
            typed.current = event.currentTarget.value;
          }}
        />
      )}
      <Suspense>
        <PaletteDialog
          takeTyped={takeTyped}
          returnFocus={() => opener instanceof HTMLElement && opener.focus()}
        />
      </Suspense>
    </>
  );
}
