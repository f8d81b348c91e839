/** Of a member, wherever one is read. */
export const memberColumns = {
  id: true,
  email: true,
  name: true,
  role: true,
  active: true,
  createdAt: true,
  updatedAt: true,
} as const;
