/** A door of its own: whoever opens the list is not sent the script of the workload's page, nor the other way round. */
export { WorkloadPage } from "./workload-page.tsx";
