import { expect, test } from "vitest";
import { executeInput } from "./actions.ts";

const idempotencyKey = "0193a1b2-7c00-7000-8000-000000000001";
const window = { title: "Quarter end", environment: "production", services: null };

const faultsOf = (input: unknown) =>
  executeInput.safeParse(input).error?.issues.map(({ path }) => path.join(".")) ?? [];

test.each([
  [
    { action: "freezeWindow.create", window: { ...window, startsAt: "", endsAt: "" } },
    ["command.window.startsAt", "command.window.endsAt"],
  ],
  [
    {
      action: "freezeWindow.create",
      window: { ...window, startsAt: "2026-01-02T00:00:00Z", endsAt: "2026-01-01T00:00:00Z" },
    },
    ["command.window.endsAt"],
  ],
  [
    {
      action: "workload.setImage",
      target: {
        environment: "staging",
        kind: "Deployment",
        namespace: "horizon-staging",
        name: "worker-service",
      },
      container: "worker-service",
      image: "not an image",
    },
    ["command.image"],
  ],
])("a fault is reported at its field, whatever the command: %j", (command, paths) => {
  expect(faultsOf({ idempotencyKey, command })).toEqual(paths);
});
