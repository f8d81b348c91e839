export { largeReport, sampleReport } from "./sample-report.ts";
export { writeTrueLink } from "./write-true-link.ts";
