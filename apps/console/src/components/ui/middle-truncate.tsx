import { cn } from "./cn";

/** A long name that gives up its middle, as its end tells it apart; it is copied, read out and put on cards whole. */
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
    <span title={text} className={cn("inline-flex min-w-0 max-w-full @max-4xl:inline", className)}>
      <span className="truncate @max-4xl:whitespace-normal">{text.slice(0, cut)}</span>
      {cut < text.length ? (
        <span className="shrink-0 whitespace-pre @max-4xl:whitespace-normal">{text.slice(cut)}</span>
      ) : null}
    </span>
  );
}
