/** A role as people read it: `on-call`, whose id is `oncall`; every other is called as its id. */
export function roleName(role: string): string {
  return role === "oncall" ? "on-call" : role;
}
