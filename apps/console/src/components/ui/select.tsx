"use client";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Omit<ComponentProps<"select">, "onChange" | "children" | "value"> {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
}

/** One of a few. The browser's own control: it works with every keyboard, screen reader and phone. */
export function Select({ options, onValueChange, className, ...rest }: SelectProps) {
  return (
    <span className={cn("relative inline-flex", className)}>
      <select
        {...rest}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        className={"control control-line appearance-none pr-7"}
      >
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-ink-soft" />
    </span>
  );
}
