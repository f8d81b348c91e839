import type { ActionPreview, IntentRow, SessionInfo } from "@horizon/contracts";

export function intentOf(part: Partial<IntentRow> = {}): IntentRow {
  return {
    id: "0190a000-0000-7000-8000-000000000001",
    state: "requested",
    action: "rollout.promote",
    command: {
      action: "rollout.promote",
      target: { environment: "production", kind: "Rollout", namespace: "horizon-production", name: "auth" },
    },
    environment: "production",
    target: "Rollout horizon-production/auth",
    actor: { id: "1", name: "Olga Operator", role: "operator" },
    reason: "looks good",
    seen: null,
    guards: [],
    approval: null,
    message: "",
    createdAt: "2026-11-24T10:00:00.000Z",
    actedAt: null,
    observedAt: null,
    updatedAt: "2026-11-24T10:00:00.000Z",
    ...part,
  };
}

export function previewOf(part: Partial<ActionPreview> = {}): ActionPreview {
  return {
    action: "rollout.promote",
    target: "Rollout horizon-production/auth",
    available: true,
    unavailableReason: "",
    permitted: true,
    seen: { resourceVersion: "7", podHash: "abc", stepIndex: 1 },
    summary: "step 2 of 6 → step 3 of 6",
    consequences: [],
    warnings: [],
    weight: null,
    pods: null,
    blastRadius: "",
    guards: [],
    diff: [],
    diffError: null,
    reasonRequired: true,
    approvalRequired: false,
    tier: 2,
    kubectl: "kubectl argo rollouts promote auth",
    ...part,
  };
}

export function sessionOf(
  role: SessionInfo["member"]["role"],
  permissions: SessionInfo["permissions"],
): SessionInfo {
  return {
    member: { id: "1", name: "Person", email: "person@example.com", role },
    environments: [],
    permissions,
    globalPermissions: [],
    via: "one-click",
    banner: null,
  };
}
