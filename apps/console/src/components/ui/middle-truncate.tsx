import { cn } from "./cn";

/** A long name that gives up its middle, as its end tells it apart; it is copied and read out whole. */
export function MiddleTruncate({
  text,
  tailLength = 10,
  className,
}: {
  text: string;
  tailLength?: number;
  className?: string;
}) {
  const cut = text.length > tailLength * 2 ? text.length - tailLength : text.length;
  return (
    <span title={text} className={cn("inline-flex min-w-0 max-w-full", className)}>
      <span className="truncate">{text.slice(0, cut)}</span>
      {cut < text.length ? <span className="shrink-0 whitespace-pre">{text.slice(cut)}</span> : null}
    </span>
  );
}
