"use client";
import { type ComponentProps, useId } from "react";
import { cn } from "./cn";

type Variant = "primary" | "secondary" | "ghost" | "danger";
type Size = "small" | "medium" | "icon";

/** The looks of a button, for a link that is drawn as one. */
export function buttonClass(
  look: { variant?: Variant; size?: Size; className?: string | undefined } = {},
): string {
  const { variant = "secondary", size = "medium", className } = look;
  return cn("button", size !== "medium" && `button-${size}`, `button-${variant}`, className);
}

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: Variant;
  size?: Size;
  /** Why it cannot be pressed; the button stays within reach of the keyboard and says so. */
  disabledReason?: string | null | undefined;
  /** Its job is under way: it keeps its width and takes no second click. */
  pending?: boolean;
}

/** A press. Disabled with a reason it is `aria-disabled`, not gone: people may ask why. */
export function Button({
  variant = "secondary",
  size = "medium",
  disabledReason,
  pending = false,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = Boolean(disabledReason) || pending;
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={blocked || undefined}
      aria-describedby={disabledReason ? reasonId : rest["aria-describedby"]}
      aria-busy={pending || undefined}
      {...(disabledReason ? { "data-tip": disabledReason } : {})}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
      className={cn(
        "button",
        size !== "medium" && `button-${size}`,
        blocked ? "button-blocked" : `button-${variant}`,
        className,
      )}
    >
      {children}
    </button>
  );
  if (!disabledReason) return button;
  return (
    <>
      {button}
      <span id={reasonId} className="sr-only">
        {disabledReason}
      </span>
    </>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "aria-label" | "size"> {
  /** What it does: its name, and its tooltip. */
  label: string;
}

/** A press that is drawn; at least 28 px square. */
export function IconButton({ label, className, variant = "ghost", ...rest }: IconButtonProps) {
  return (
    <Button
      data-tip={label}
      {...rest}
      aria-label={label}
      variant={variant}
      size="icon"
      className={cn("[&_svg]:size-4", className)}
    />
  );
}
