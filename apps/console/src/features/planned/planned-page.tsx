import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";

interface PlannedPageProps {
  title: string;
  /** What people will find here. */
  will: readonly string[];
  /** What must exist before it can be shown. */
  waitsFor: ReactNode;
}

/** A page that is not built yet: says so, shows no invented data. */
export function PlannedPage({ title, will, waitsFor }: PlannedPageProps) {
  return (
    <>
      <PageHeader title={title} sentence="Not built yet. Nothing on this page is measured." />
      <div className="max-w-prose">
        <h2 className="font-semibold text-base">What will be here</h2>
        <ul className="mt-1 list-disc space-y-1 pl-5">
          {will.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h2 className="mt-5 font-semibold text-base">What it waits for</h2>
        <p className="mt-1">{waitsFor}</p>
      </div>
    </>
  );
}
