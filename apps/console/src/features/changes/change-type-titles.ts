import type { ChangeType } from "@horizon/contracts";

export const changeTypeTitles = {
  deploy: "Deploy",
  rollout: "Rollout step",
  scale: "Scaling",
  config: "Configuration",
  restart: "Restart",
  pod: "Pod",
  node: "Node",
} as const satisfies Record<ChangeType, string>;
