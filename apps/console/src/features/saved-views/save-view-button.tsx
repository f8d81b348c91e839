"use client";
import { Bookmark } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const SaveViewDialog = dynamic(() => import("./save-view-dialog").then((module) => module.SaveViewDialog), {
  ssr: false,
});

/** Gives the page as it is now (filters, sort, columns) a name, to come back to and to share. */
export function SaveViewButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Bookmark aria-hidden className="size-4" />
        Save view
      </Button>
      {open ? <SaveViewDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
