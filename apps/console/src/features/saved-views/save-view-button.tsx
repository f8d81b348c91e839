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
      <Button
        aria-label="Save view"
        data-tip="Gives this view, with its filters, a name"
        onClick={() => setOpen(true)}
        className="md:max-[90rem]:w-8 md:max-[90rem]:px-0"
      >
        <Bookmark aria-hidden className="size-4" />
        <span className="md:max-[90rem]:hidden">Save view</span>
      </Button>
      {open ? <SaveViewDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
