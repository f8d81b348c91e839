"use client";
import { CircleSlash, Clock, Inbox, Lock, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import type { ShownError } from "./shown-error";
import { SkeletonRows } from "./skeleton";
import { Time } from "./time";

type PanelStateProps =
  /** `waitingFor` completes “Waiting for …”, said after a second. */
  | { kind: "loading"; waitingFor: string; rows?: number }
  | { kind: "empty"; title: string; detail?: ReactNode; action?: ReactNode; isPage?: boolean }
  | { kind: "partial"; detail: ReactNode }
  /** `subject` names what is old where it is not all that is shown. */
  | { kind: "stale"; asOf: string | null; detail?: ReactNode; subject?: string }
  | { kind: "forbidden"; detail: ReactNode }
  | {
      kind: "error";
      title?: string;
      detail: ReactNode;
      requestId?: string | null;
      onRetry?: () => void;
      isPage?: boolean;
    };

/**
 * What a panel shows when it does not simply show its data. Six states are six different things; `partial` and
 * `stale` stand above the data, the others in its place. With `isPage` it is all that the page has, and its title the
 * page's heading.
 */
export function PanelState(props: PanelStateProps) {
  switch (props.kind) {
    case "loading":
      return <Loading {...props} />;
    case "empty":
      return (
        <Place icon={<Inbox aria-hidden />} {...props}>
          {props.action}
        </Place>
      );
    case "partial":
      return (
        <Notice icon={<CircleSlash aria-hidden />} title="Some of this is missing." detail={props.detail} />
      );
    case "stale":
      return (
        <Notice
          icon={<Clock aria-hidden />}
          title={
            props.asOf ? (
              <>
                {props.subject ?? "This"} is old: as of <Time at={props.asOf} />.
              </>
            ) : props.subject ? (
              `Nothing is known of ${props.subject} yet.`
            ) : (
              "Nothing is known yet."
            )
          }
          detail={props.detail}
        />
      );
    case "forbidden":
      return <Place icon={<Lock aria-hidden />} title="You may not see this" detail={props.detail} />;
    case "error":
      return (
        <Place
          icon={<TriangleAlert aria-hidden />}
          title={props.title ?? "This could not be loaded"}
          detail={props.detail}
          isPage={props.isPage}
          alert
        >
          {props.onRetry ? <Button onClick={props.onRetry}>Try again</Button> : null}
          {props.requestId ? (
            <p className="font-mono text-ink-soft text-xs">Request {props.requestId}</p>
          ) : null}
        </Place>
      );
  }
}

/** The state of a panel whose query failed: forbidden and not found are not faults to try again. */
export function ErrorState({ error, onRetry }: { error: ShownError; onRetry?: () => void }) {
  if (error.code === "FORBIDDEN") return <PanelState kind="forbidden" detail={error.message} />;
  if (error.code === "NOT_FOUND") return <PanelState kind="empty" title="Not found" detail={error.message} />;
  // What is read is asked for by the address alone: asking the same again is no help.
  if (error.code === "INVALID_INPUT") {
    const detail = `The address may be mistyped. ${error.message}`;
    return <PanelState kind="empty" title="Not found" detail={detail} />;
  }
  return (
    <PanelState
      kind="error"
      detail={error.message}
      requestId={error.requestId}
      {...(onRetry ? { onRetry } : {})}
    />
  );
}

function Loading({ waitingFor, rows = 8 }: { waitingFor: string; rows?: number }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLong(true), 1000);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div aria-busy className="relative">
      <SkeletonRows rows={rows} />
      <p role="status" className="absolute top-1.5 left-2 rounded bg-canvas px-2 text-ink-soft empty:hidden">
        {long ? `Waiting for ${waitingFor}…` : ""}
      </p>
    </div>
  );
}

interface PlaceProps {
  icon: ReactNode;
  title: string;
  detail?: ReactNode;
  alert?: boolean;
  isPage?: boolean | undefined;
  children?: ReactNode;
}

function Place({ icon, title, detail, alert, isPage, children }: PlaceProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div
      {...(alert ? { role: "alert" } : {})}
      className="flex flex-col items-center gap-2 px-4 py-12 text-center [&>svg]:size-5 [&>svg]:text-ink-soft"
    >
      {icon}
      <Title className="font-medium text-base">{title}</Title>
      {detail ? <div className="max-w-prose text-ink-soft">{detail}</div> : null}
      {children}
    </div>
  );
}

function Notice({ icon, title, detail }: { icon: ReactNode; title: ReactNode; detail: ReactNode }) {
  return (
    <div
      role="status"
      className={cn(
        "mb-3 flex items-start gap-2 rounded-md bg-degraded-tint px-3 py-2",
        "[&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-degraded",
      )}
    >
      {icon}
      <p>
        <span className="font-medium">{title}</span> {detail}
      </p>
    </div>
  );
}
