import { dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { changeIncident, listUnreportedIncidents } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import type { Job } from "../../../platform/jobs.ts";
import type { AuthContext } from "../context.ts";
import { assessIncident, countRemindersDue } from "../domain/incidents.ts";

/** GLB-8: whoever recorded an incident is reminded of the report: ever more often before its last day, and daily after it. */
export const remindOfIncidentReports: Job<AuthContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run({ db }, { now }) {
    const today = dateInZone(now, "UTC");
    let done = 0;
    for (const incident of await listUnreportedIncidents(db)) {
      const { ftcDueOn, report } = assessIncident(incident, today);
      if (ftcDueOn === null) continue;
      const due = countRemindersDue(ftcDueOn, today);
      if (due <= incident.remindersSent) continue;
      const sent = await inTransaction(db, async (tx) => {
        // After days without a worker one reminder is enough. Of two who run at once the second finds another version.
        if ((await changeIncident(tx, incident, { remindersSent: due })) === null) return false;
        await appendEvent(tx, "auth", {
          type: "incident.report_due.v1",
          aggregateType: "incident",
          aggregateId: incident.id,
          data: {
            user_id: incident.createdBy,
            incident_id: incident.id,
            ftc_due_on: ftcDueOn,
            overdue: report === "overdue",
          },
        });
        return true;
      });
      if (sent) done += 1;
    }
    return { done };
  },
};
