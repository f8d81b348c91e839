"use client";
import { Check, Copy } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import { announce } from "./announcer";
import { IconButton } from "./button";

/** Puts `value` on the clipboard and says so. `what` completes “Copy …”. */
export function CopyButton({
  value,
  what = "value",
  className,
}: {
  /** A function where making the text costs something. */
  value: string | (() => string);
  what?: string;
  className?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), 1500);
    return () => window.clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof value === "string" ? value : value());
      setCopied(true);
      announce(`Copied ${what}`);
    } catch {
      announce("The browser did not allow copying", "assertive");
    }
  }
  return (
    <IconButton
      label={copied ? "Copied" : `Copy ${what}`}
      onClick={copy}
      {...(className ? { className } : {})}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}

/** A command as one would type it, with a button that copies it. It breaks between its words, not in `--replicas=3`. */
export function CopyCommand({ command, what = "command" }: { command: string; what?: string }) {
  return (
    <div className="flex items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2">
      <code className="min-w-0 flex-1 font-mono text-xs">
        {command.split(" ").map((word, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words have no other identity, and none keeps a state
          <Fragment key={place}>
            {place > 0 && " "}
            <span className="wrap-anywhere inline-block max-w-full">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton value={command} what={what} />
    </div>
  );
}
