export { DeploymentsPage, WorkloadPage } from "./pages.tsx";
