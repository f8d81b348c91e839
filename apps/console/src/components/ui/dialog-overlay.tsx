"use client";
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";

export interface OverlayProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A specific question or name; long identifiers belong into the body. */
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the confirming one last. */
  footer?: ReactNode;
  className?: string;
}

/** The overlay has no trigger that the library knows of, which would then leave the focus nowhere. */
function useReturnedFocus() {
  const [opener] = useState(() => document.activeElement);
  return (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
}

const overlayClass = "fixed inset-0 z-40 bg-backdrop";

/** Something to decide before going on. Takes the focus, gives it back, closes with Escape. */
export function DialogOverlay(props: OverlayProps) {
  const returnFocus = useReturnedFocus();
  return (
    <Primitive.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayClass} />
        <Primitive.Content
          {...(props.description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={returnFocus}
          className={cn(
            "fixed inset-x-0 bottom-0 z-40 mx-auto flex max-h-[92dvh] w-full max-w-xl animate-appear flex-col rounded-t-lg bg-surface shadow-overlay sm:top-[8vh] sm:bottom-auto sm:max-h-[84dvh] sm:rounded-lg",
            props.className,
          )}
        >
          <OverlayHead {...props} />
          <div className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-4 py-3">{props.children}</div>
          {props.footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3">
              {props.footer}
            </div>
          ) : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Something to peek at beside the page: a pod, a log line, a diff. */
export function SheetOverlay(props: OverlayProps & { side?: "left" | "right" }) {
  const left = props.side === "left";
  const returnFocus = useReturnedFocus();
  return (
    <Primitive.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayClass} />
        <Primitive.Content
          {...(props.description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={returnFocus}
          className={cn(
            "fixed inset-y-0 z-40 flex w-full animate-appear flex-col bg-surface shadow-overlay",
            left ? "left-0 max-w-72" : "right-0 max-w-2xl",
            props.className,
          )}
        >
          <OverlayHead {...props} />
          <div className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-4 py-3">{props.children}</div>
          {props.footer ? <div className="border-line border-t px-4 py-3">{props.footer}</div> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function OverlayHead({ title, description }: Pick<OverlayProps, "title" | "description">) {
  return (
    <div className="flex items-start gap-2 border-line border-b px-4 py-3">
      <div className="min-w-0 flex-1">
        <Primitive.Title className="font-semibold text-base">{title}</Primitive.Title>
        {description ? (
          <Primitive.Description className="mt-0.5 text-ink-soft">{description}</Primitive.Description>
        ) : null}
      </div>
      <Primitive.Close asChild>
        <IconButton label="Close">
          <X aria-hidden />
        </IconButton>
      </Primitive.Close>
    </div>
  );
}
