/** One person a role, for a local Horizon: made-up people under a domain that cannot receive mail. */
export const people = [
  { email: "vera.viewer@horizon.example", name: "Vera Viewer", role: "viewer" },
  { email: "mark.manager@horizon.example", name: "Mark Manager", role: "manager" },
  { email: "olive.operator@horizon.example", name: "Olive Operator", role: "operator" },
  { email: "oscar.oncall@horizon.example", name: "Oscar Oncall", role: "oncall" },
  { email: "ada.admin@horizon.example", name: "Ada Admin", role: "admin" },
] as const;
