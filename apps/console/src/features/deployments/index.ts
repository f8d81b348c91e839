export { DeploymentsPage } from "./deployments-page.tsx";
export { WorkloadPage } from "./workload-page.tsx";
