"use client";
import dynamic from "next/dynamic";

// One script each: whoever opens the list is not sent the workload's page, and the other way round.
export const DeploymentsPage = dynamic(() =>
  import("./deployments-page.tsx").then((module) => module.DeploymentsPage),
);
export const WorkloadPage = dynamic(() =>
  import("./workload-page.tsx").then((module) => module.WorkloadPage),
);
