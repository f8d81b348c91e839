"use client";
import type { LogLine, WorkloadDetail, WorkloadRef } from "@horizon/contracts";
import { Download, Pause, Play } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { PanelState } from "@/components/ui/panel-state";
import { usePauseLive } from "@/live";
import { linkProblem } from "./linked-line.ts";
import { filterLogLines } from "./log-filter.ts";
import { LogList } from "./log-list.tsx";
import { LogNotices, LogStatus } from "./log-status.tsx";
import { maxLogLines } from "./log-store.ts";
import { type LogSource, type LogStart, lineOfHash, linkedLineStart } from "./log-stream-url.ts";
import { logFileName, logFileText } from "./log-text.ts";
import { Check, LogToolbar } from "./log-toolbar.tsx";
import { useLogParams } from "./use-log-params.ts";
import { useLogStore } from "./use-log-store.ts";

const firstLines = 500;

/** The line that the address points at, and where to begin reading so that it is among what is loaded. */
function linkFromAddress(): { id: string | null; start: LogStart } {
  const id = lineOfHash(window.location.hash);
  const since = id === null ? null : linkedLineStart(id);
  if (!since) return { id: null, start: { sinceTime: null, tailLines: firstLines } };
  return { id, start: { sinceTime: since, tailLines: maxLogLines } };
}

function download(workload: string, lines: readonly LogLine[]) {
  const url = URL.createObjectURL(new Blob([logFileText(lines)], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = logFileName(workload, new Date());
  link.click();
  URL.revokeObjectURL(url);
}

interface LogViewerProps {
  readonly target: WorkloadRef;
  readonly containers: WorkloadDetail["logContainers"];
}

/** The logs of all pods of a workload, merged by time, as they are written. Only for the browser. */
export function LogViewer({ target, containers }: LogViewerProps) {
  const log = useLogParams();
  const { params } = log;
  const live = usePauseLive();
  const [link] = useState(linkFromAddress);
  const [linkedId, setLinkedId] = useState(link.id);
  const [announced, setAnnounced] = useState(false);
  const { pod, container, sidecars, previous } = params;
  const source: LogSource = { workload: target, pod, container, sidecars, previous };
  const { view, store } = useLogStore(source, link.start);
  const lines = useMemo(
    () => filterLogLines(view.lines, { minLevel: params.level, text: params.text }),
    [view.lines, params.level, params.text],
  );
  const pods = useMemo(() => [...new Set(view.lines.map((line) => line.pod))].sort(), [view.lines]);
  useEffect(() => store?.setPaused(live.paused), [store, live.paused]);

  return (
    <div>
      <LogToolbar log={log} containers={containers} pods={pods} />
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <LogStatus view={view} shown={lines.length} />
        <div className="flex flex-wrap items-center gap-2">
          <Check label="Read new lines aloud" checked={announced} onChecked={setAnnounced} />
          <Button size="small" onClick={() => live.setPaused(!live.paused)}>
            {live.paused ? (
              <Play aria-hidden className="size-3.5" />
            ) : (
              <Pause aria-hidden className="size-3.5" />
            )}
            {live.paused ? "Resume live" : "Pause live"}
          </Button>
          <CopyButton value={() => logFileText(lines)} what="the lines shown" />
          <Button size="small" onClick={() => download(target.name, lines)}>
            <Download aria-hidden className="size-3.5" />
            Download
          </Button>
        </div>
      </div>
      <LogNotices view={view} store={store} />
      <p role="status" className="mb-2 rounded-md bg-degraded-tint px-2 py-1 empty:hidden">
        {linkProblem(linkedId, view.lines, lines)}
      </p>
      {view.connection === "refused" ? (
        <PanelState kind="forbidden" detail={view.refusal} />
      ) : (
        <LogList
          lines={lines}
          received={view.received}
          announce={announced}
          linkedId={linkedId}
          onLink={setLinkedId}
        />
      )}
    </div>
  );
}
