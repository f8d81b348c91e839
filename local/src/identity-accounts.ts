/** Accounts at the identity providers of the browser tests, by the name that is typed there. */
export const identityAccounts = [
  { login: "mark", email: "Mark.Manager@horizon.example", emailVerified: true },
  { login: "mark-elsewhere", email: "mark.manager@horizon.example", emailVerified: true },
  { login: "oscar", email: "oscar.oncall@horizon.example", emailVerified: true },
  { login: "stranger", email: "stranger@elsewhere.example", emailVerified: true },
  { login: "not-ada", email: "ada.admin@horizon.example", emailVerified: false },
] as const;
