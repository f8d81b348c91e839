export { AuditPage } from "./audit-page";
export { auditFilterOf, auditParams } from "./audit-params";
