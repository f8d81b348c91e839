import type { ServerResponse } from "node:http";
import type { StoreEvent } from "../store/object-store.ts";
import { storedResourceOf } from "../store/resource-kind.ts";
import { expired, StatusError, tooOldResourceVersion } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, integerParameter, isTrue, type Reply } from "./api-request.ts";
import { includeObjectOf, selectorOf } from "./list-resources.ts";
import type { OpenWatch } from "./open-watches.ts";
import { prefersTable } from "./table/to-table.ts";
import { createObjectFrames, createTableFrames, errorFrame, selectEvent } from "./watch-frames.ts";

/** A reader that is this far behind is cut off, as a real server does: it comes back and replays. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
const DEFAULT_TIMEOUT_SECONDS = 1_800;
const TABLE_TYPE = "application/json;as=Table;v=v1;g=meta.k8s.io";

/** Closes the present objects of a watch that asked for them; what follows is news. */
const INITIAL_EVENTS_END = { "k8s.io/initial-events-end": "true" };

const invalidOptions = (field: string, message: string) =>
  new StatusError("Invalid", `ListOptions.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: "meta.k8s.io",
    kind: "ListOptions",
    causes: [{ reason: "FieldValueForbidden", message, field }],
  });

/** `sendInitialEvents` says itself which version it means; without it that may not be said of a watch. */
function checkInitialEvents(query: URLSearchParams): void {
  const match = query.get("resourceVersionMatch");
  if (query.has("sendInitialEvents")) {
    if (match === "NotOlderThan") return;
    const why = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
    throw invalidOptions("resourceVersionMatch", `Forbidden: ${why}`);
  }
  if (match === null) return;
  const why = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
  throw invalidOptions("resourceVersionMatch", `Forbidden: ${why}`);
}

const versionOf = ({ object }: StoreEvent) => Number(object.metadata.resourceVersion);

/** Sends one watch's events until its time is over, its reader goes, or its history expires. */
function runWatch(context: ApiContext, request: ApiRequest, response: ServerResponse): void {
  const { store, clock, watches, faults } = context;
  const { kind, namespace } = request.target;
  const { query } = request;
  const resource = storedResourceOf(kind);
  const matches = selectorOf(request);
  const isTable = prefersTable(request.headers.accept);
  const frames = isTable
    ? createTableFrames(kind, includeObjectOf(query), clock.now)
    : createObjectFrames(kind);
  const requested = integerParameter(query, "resourceVersion") ?? 0;
  let sentVersion = requested;
  let isHalted = faults.state().newWatchesHalted;
  let isOver = false;

  function send(text: string): void {
    response.write(text);
    if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
  }
  function sendEvent(event: StoreEvent): void {
    if (isHalted || isOver || versionOf(event) <= sentVersion) return;
    sentVersion = versionOf(event);
    if (namespace !== undefined && event.object.metadata.namespace !== namespace) return;
    const seen = selectEvent(event, matches);
    if (seen) send(frames.event(seen.type, seen.object));
  }
  function end(lastWords = ""): void {
    if (isOver) return;
    release();
    response.end(lastWords);
  }
  /** Sends what happened since the last event; false when that is forgotten. */
  function catchUp(): boolean {
    const events = store.eventsSince(resource, sentVersion);
    for (const event of events ?? []) sendEvent(event);
    return events !== null;
  }
  function sendInitial(): void {
    const initial = store.listPage(resource, { namespace, matches });
    for (const object of initial.objects) send(frames.event("ADDED", object));
    const isAsked = query.has("sendInitialEvents") && isTrue(query, "allowWatchBookmarks");
    if (isAsked) send(frames.bookmark(String(sentVersion), INITIAL_EVENTS_END));
  }
  function bookmark(): void {
    if (!isHalted && store.currentVersion() >= sentVersion) {
      sentVersion = store.currentVersion();
      send(frames.bookmark(String(sentVersion)));
    }
    cancelBookmark = clock.schedule(context.bookmarkIntervalMs, bookmark);
  }
  function release(): void {
    isOver = true;
    watches.remove(watch);
    unsubscribe();
    cancelBookmark();
    cancelTimeout();
  }

  const watch: OpenWatch = {
    expire: () => end(errorFrame(expired("too old resource version"))),
    setHalted(halted) {
      isHalted = halted;
      if (!halted && !catchUp()) watch.expire();
    },
  };
  let cancelBookmark = () => {};
  const timeoutSeconds = integerParameter(query, "timeoutSeconds") || DEFAULT_TIMEOUT_SECONDS;
  // A halted watch is a connection that lost its other end: it cannot even be seen to close.
  const cancelTimeout = clock.schedule(timeoutSeconds * 1000, () => !isHalted && end());
  const unsubscribe = store.subscribe(resource, sendEvent);
  watches.add(watch);
  response.on("close", () => !isOver && release());
  response.writeHead(200, {
    "content-type": isTable ? TABLE_TYPE : "application/json",
    "cache-control": "no-cache, private",
  });
  response.flushHeaders();
  const startsFresh = requested === 0 || isTrue(query, "sendInitialEvents");
  if (startsFresh) {
    sentVersion = store.currentVersion();
    if (!isHalted && query.get("sendInitialEvents") !== "false") sendInitial();
  } else if (!catchUp()) {
    end(errorFrame(tooOldResourceVersion(requested, store.currentVersion())));
  }
  if (isTrue(query, "allowWatchBookmarks") && !isOver) {
    cancelBookmark = clock.schedule(context.bookmarkIntervalMs, bookmark);
  }
}

/**
 * `watch=true`. Without a version (or with 0), or with `sendInitialEvents`, it starts with the present objects. An expired version is an ERROR of
 * code 410 in the stream, as a watch cache answers, or HTTP 410 while that fault is set. A version from the future
 * waits, as the API's documentation allows.
 */
export function watchResources(context: ApiContext, request: ApiRequest): Reply {
  const { query, target } = request;
  checkInitialEvents(query);
  selectorOf(request);
  integerParameter(query, "timeoutSeconds");
  const requested = integerParameter(query, "resourceVersion") ?? 0;
  const isFresh = requested === 0 || isTrue(query, "sendInitialEvents");
  const isExpired = !isFresh && context.store.eventsSince(storedResourceOf(target.kind), requested) === null;
  if (isExpired && context.faults.state().expiredAnswer === "response") {
    throw tooOldResourceVersion(requested, context.store.currentVersion());
  }
  return { stream: (response) => runWatch(context, request, response) };
}
