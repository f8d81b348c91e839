import { cn } from "./cn";

/** A place of the size of what will stand there. It does not move. */
function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("rounded bg-sunken", className)} />;
}

/** The rows of a table that is on its way. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div aria-hidden className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div key={key} className="flex h-8 items-center gap-4 border-line border-b px-2">
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="h-3.5 flex-1" />
          <Skeleton className="h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
