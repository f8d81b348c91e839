"use client";
import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Parts of a page of which one is shown. Keep `value` in the address. */
export const Tabs = Primitive.Root;

export function TabList({ className, ...rest }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      {...rest}
      className={cn("flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]", className)}
    />
  );
}

export function Tab({ className, ...rest }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      {...rest}
      className={cn(
        "-mb-px h-9 shrink-0 whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-ink-soft hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink",
        className,
      )}
    />
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content {...rest} className={cn("pt-4", className)} />;
}
