import { defineProblems } from "../../platform/problems.ts";

/** What auth-service alone refuses. */
export const authProblems = defineProblems({
  "auth.credentials_invalid": { status: 401, title: "E-mail or password is not right" },
  "auth.busy": { status: 503, title: "Too many are signing in at this moment" },
  "auth.reauthentication_required": { status: 403, title: "Give your password again" },
  "mfa.ticket_invalid": { status: 401, title: "The ticket is used, expired or was tried too often" },
  "mfa.code_invalid": { status: 401, title: "The code is not right" },
  "mfa.not_enrolled": { status: 409, title: "There is no second factor yet" },
  "mfa.last_factor": { status: 409, title: "The last second factor of staff stays", rule: "GLB-1" },
  "mfa.too_many_factors": { status: 409, title: "There are enough second factors" },
  "refresh.invalid": { status: 401, title: "The refresh token is not valid" },
  "refresh.reused": { status: 401, title: "The refresh token was used before; the session is ended" },
  "link.gone": { status: 410, title: "The link is used or expired" },
  "password.refused": { status: 422, title: "The password is not accepted" },
  "user.exists": { status: 409, title: "The address has an account" },
  "user.own_account": { status: 409, title: "Nobody changes their own role or access" },
  "user.last_admin": { status: 409, title: "The last admin stays" },
  "user.not_waiting": { status: 409, title: "No promotion waits for a second person" },
  "incident.report_due": {
    status: 409,
    title: "The Federal Trade Commission has to be told before it is closed",
    rule: "GLB-8",
  },
  "incident.reported": { status: 409, title: "The report was recorded before", rule: "GLB-8" },
  "access_review.changed": {
    status: 409,
    title: "Who can come in changed since it was read",
    rule: "GLB-3",
  },
  "access_review.unanswered": { status: 422, title: "A concern is not answered for", rule: "GLB-3" },
  "access_review.unread": {
    status: 422,
    title: "A review of access is recorded with what was reviewed",
    rule: "GLB-3",
  },
  "user.second_person_required": { status: 403, title: "Another admin must decide" },
});
