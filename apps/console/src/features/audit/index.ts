export { AuditPage } from "./audit-page";
export { auditFilterOf, loadAuditParams } from "./audit-params";
