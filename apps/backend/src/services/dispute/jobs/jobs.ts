import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { pollTracking } from "./poll-tracking.ts";
import { proposeNoResponse } from "./propose-no-response.ts";
import { remindOfDeadlines } from "./remind-of-deadlines.ts";
import { tickClocks } from "./tick-clocks.ts";

export const jobs: Readonly<Record<string, Job<DisputeContext>>> = {
  "tick-dispute-clocks": tickClocks,
  "remind-of-dispute-deadlines": remindOfDeadlines,
  "propose-no-response": proposeNoResponse,
  "poll-letter-tracking": pollTracking,
};
