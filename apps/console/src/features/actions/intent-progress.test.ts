import { actionNames, type IntentRow, type IntentState, intentStates } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { disabledReason } from "./action-access.ts";
import { actionQuestion, actionVerb, isClusterAction } from "./action-words.ts";
import { findFailure, intentProgress, isIntentOver } from "./intent-progress.ts";
import { intentOf, sessionOf } from "./testing/intent-of.ts";

const approval: IntentRow["approval"] = {
  digest: "d",
  requestedById: "1",
  expiresAt: "2026-11-24T10:30:00.000Z",
  decidedBy: null,
  decision: null,
  decidedAt: null,
  comment: "",
};

describe("intentProgress", () => {
  test.each<[IntentState, string[], string]>([
    ["requested", ["done", "current", "upcoming"], "running"],
    ["acting", ["done", "current", "upcoming"], "running"],
    ["accepted", ["done", "done", "current"], "running"],
    ["observed", ["done", "done", "done"], "succeeded"],
    ["not_picked_up", ["done", "done", "failed"], "unconfirmed"],
    ["failed", ["done", "failed", "upcoming"], "failed"],
    ["refused", ["done", "failed", "upcoming"], "failed"],
  ])("%s", (state, steps, outcome) => {
    const progress = intentProgress(intentOf({ state }));
    expect(progress.steps.map((step) => step.state)).toEqual(steps);
    expect(progress.outcome).toBe(outcome);
  });

  test.each<[IntentState, string[], string]>([
    ["awaiting_approval", ["done", "current", "upcoming", "upcoming"], "waiting"],
    ["approved", ["done", "done", "current", "upcoming"], "running"],
    ["rejected", ["done", "failed", "upcoming", "upcoming"], "failed"],
    ["expired", ["done", "failed", "upcoming", "upcoming"], "failed"],
    ["observed", ["done", "done", "done", "done"], "succeeded"],
  ])("%s, when two persons are needed", (state, steps, outcome) => {
    const progress = intentProgress(intentOf({ state, approval }));
    expect(progress.steps.map((step) => step.state)).toEqual(steps);
    expect(progress.outcome).toBe(outcome);
  });

  test("one that was accepted and then given up did not fail at the cluster: it is its effect that was not reached", () => {
    const givenUp = { state: "failed", observedAt: "2026-11-24T11:00:00.000Z" } as const;
    const statesOf = (intent: IntentRow) => intentProgress(intent).steps.map((step) => step.state);
    expect(statesOf(intentOf(givenUp))).toEqual(["done", "done", "failed"]);
    expect(statesOf(intentOf({ ...givenUp, approval }))).toEqual(["done", "done", "done", "failed"]);
    expect(intentProgress(intentOf(givenUp)).sentence).not.toContain("nothing was changed");
  });

  test("one that a guard refused after it was approved stands as approved", () => {
    const approved = { ...approval, decision: "approved" } as IntentRow["approval"];
    const { steps } = intentProgress(intentOf({ state: "refused", approval: approved }));
    expect(steps.map((step) => step.state)).toEqual(["done", "done", "failed", "upcoming"]);
  });

  test("only an observed effect is a success", () => {
    const successes = intentStates.filter(
      (state) => intentProgress(intentOf({ state })).outcome === "succeeded",
    );
    expect(successes).toEqual(["observed"]);
  });

  test("the server's own words win over the general ones", () => {
    expect(intentProgress(intentOf({ state: "accepted", message: "waiting for step 3" })).sentence).toBe(
      "waiting for step 3",
    );
    expect(intentProgress(intentOf({ state: "not_picked_up" })).sentence).toContain("has not picked it up");
  });

  test("an answer without an error that did not do what was asked is found as a failure, in the server's words", () => {
    const message = "The last admin cannot be demoted.";
    const failures = intentStates.filter((state) => findFailure(intentOf({ state, message })) !== null);
    expect(failures).toEqual(["failed", "refused", "rejected", "expired"]);
    expect(findFailure(intentOf({ state: "refused", message }))).toBe(message);
    expect(findFailure(intentOf({ state: "refused" }))).toContain("nothing was changed");
  });

  test("it is over when nothing more is awaited: what nobody picked up is not", () => {
    const open = intentStates.filter((state) => !isIntentOver(intentOf({ state })));
    expect(open).toEqual([
      "requested",
      "awaiting_approval",
      "approved",
      "acting",
      "accepted",
      "not_picked_up",
    ]);
  });
});

describe("disabledReason", () => {
  const operator = sessionOf("operator", { production: ["rollout.promote"] });

  test("the role comes before the state of the rollout", () => {
    expect(
      disabledReason(sessionOf("viewer", { production: [] }), "production", "rollout.promote", {
        enabled: false,
        reason: "It is fully promoted.",
      }),
    ).toBe("Your role (viewer) may not promote a rollout in this environment.");
  });

  test("a permission in one environment is none in another", () => {
    expect(disabledReason(operator, "staging", "rollout.promote")).toContain("may not promote");
  });

  test("what the state forbids says why; what nothing forbids is on", () => {
    expect(
      disabledReason(operator, "production", "rollout.promote", { enabled: false, reason: "Done." }),
    ).toBe("Done.");
    expect(disabledReason(operator, "production", "rollout.promote", { enabled: true })).toBeNull();
  });
});

describe("action words", () => {
  test("the verbs are those that tests and people rely on", () => {
    const verbs = actionNames.filter(isClusterAction).map(actionVerb);
    expect([...new Set(verbs)]).toEqual([
      "Promote",
      "Promote full",
      "Pause",
      "Resume",
      "Abort",
      "Retry",
      "Skip step",
      "Restart",
      "Roll back",
      "Set image",
      "Scale",
      "Delete pod",
    ]);
  });

  test("a question names its object, and a long name does not fill the title", () => {
    const target = {
      environment: "production",
      kind: "Rollout" as const,
      namespace: "ns",
      name: "a".repeat(253),
    };
    expect(
      actionQuestion({ action: "workload.scale", target: { ...target, name: "auth" }, replicas: 1 }),
    ).toBe("Scale auth to 1 pod?");
    expect(actionQuestion({ action: "rollout.abort", target }).length).toBeLessThan(120);
  });
});
