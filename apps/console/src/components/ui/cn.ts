import { type ClassValue, clsx } from "clsx";

/** Joins class names. None overrides another: the order in the stylesheet decides, see `@layer components`. */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
