"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { showToast } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { useTRPC } from "@/trpc/client";
import { errorOfRequest } from "@/trpc/error-of";

/** Asks for the name of a view, and who shall have it. */
export function SaveViewDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const path = search ? `${pathname}?${search}` : pathname;
  const [draft, setDraft] = useState({ title: "", shared: false, pinned: true });
  const create = useMutation(
    trpc.savedViews.create.mutationOptions({
      onSuccess: async ({ title }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.savedViews.pathKey() });
        showToast({ title: `View “${title}” saved` });
        onClose();
      },
    }),
  );
  const error = create.error ? errorOfRequest(create.error) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Save this view"
      description="The view is the page with its filters, sort and columns."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="save-view" variant="primary" pending={create.isPending}>
            Save view
          </Button>
        </>
      }
    >
      <form
        id="save-view"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ ...draft, path });
        }}
      >
        <Field label="Name" errors={error ? (error.fieldErrors.title ?? [error.message]) : undefined}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={80}
              value={draft.title}
              onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
            />
          )}
        </Field>
        <Checkbox
          label="Pin to my navigation"
          checked={draft.pinned}
          onCheckedChange={(pinned) => setDraft({ ...draft, pinned })}
        />
        <Checkbox
          label="Share with everyone"
          checked={draft.shared}
          onCheckedChange={(shared) => setDraft({ ...draft, shared })}
        />
      </form>
    </Dialog>
  );
}
