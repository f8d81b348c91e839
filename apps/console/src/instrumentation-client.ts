import { reportedRelease, reportFailure } from "./failures/report-failure";

// Before anything of the page runs. What error boundaries catch does not come by here: they report it themselves.
if (reportedRelease() !== undefined) {
  window.addEventListener("error", ({ error }) => reportFailure(error));
  window.addEventListener("unhandledrejection", ({ reason }) => reportFailure(reason));
}
