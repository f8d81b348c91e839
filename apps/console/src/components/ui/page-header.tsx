import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** The state in words: answers the page's question in the first second. */
  sentence?: ReactNode;
  /** Where the page stands, above its title. */
  trail?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page: its title, what to know, what can be done. */
export function PageHeader({ title, sentence, trail, actions }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        {trail ? <div className="mb-0.5 text-ink-soft text-xs">{trail}</div> : null}
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
        {sentence ? <p className="min-h-5 text-ink-soft">{sentence}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** The sentence of a page whose data is not there: on its way, or not to be had. */
export function absentSentence(what: string, isError: boolean): string {
  return isError ? `${what.charAt(0).toUpperCase()}${what.slice(1)} could not be loaded` : `Loading ${what}`;
}

/** A part of a page, with its own heading. */
export function Panel({
  title,
  actions,
  children,
  className,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section aria-label={title} className={className}>
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-base">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
