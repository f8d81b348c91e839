import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment, Rollout } from "@horizon/k8s";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { IMAGES } from "../images/image-catalog.ts";
import { deploymentEvent } from "./deployment-event.ts";
import { readDigests, withDigests } from "./image-digests.ts";
import { judgeAnswer, questionsFor } from "./release-questions.ts";
import { judgeRelease, judgeWorkload } from "./release-verdict.ts";

const root = join(import.meta.dirname, "../../..");
const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "horizon-digests-"));
  for (const { name } of IMAGES) writeFileSync(join(folder, name), `${digestOf("a")}\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the digests of a release", () => {
  test.each(["staging", "production", "dr"])(
    "are written into the overlay of %s, and its comments stay",
    (environment) => {
      const component = readFileSync(
        join(root, `k8s/overlays/${environment}/images/kustomization.yaml`),
        "utf8",
      );
      const written = withDigests(component, readDigests(folder), registry, "c0ffee");
      const { images } = parse(written) as { images: Record<string, string>[] };
      expect(images).toHaveLength(IMAGES.length);
      for (const image of images) expect(image).toMatchObject({ newTag: "c0ffee", digest: digestOf("a") });
      expect(images[0]?.newName).toBe(`${registry}/horizon-api-gateway`);
      expect(written.match(/#.*/g)).toEqual(component.match(/#.*/g));
    },
  );

  test("half a release is refused, and the missing images are named", () => {
    writeFileSync(join(folder, "console"), "latest");
    rmSync(join(folder, "worker-service"));
    expect(() => readDigests(folder)).toThrow(/for worker-service, console: build them first/);
  });

  test("an overlay that lacks an image, or has one that nobody builds, is refused", () => {
    expect(() => withDigests("images: []\n", readDigests(folder), registry, "x")).toThrow(
      /has no image .*api-gateway: add it/,
    );
    const entries = [...IMAGES.map(({ name }) => name), "mailer"].map((name) => ({
      name: `registry.invalid/horizon-${name}`,
    }));
    expect(() =>
      withDigests(JSON.stringify({ images: entries }), readDigests(folder), registry, "x"),
    ).toThrow(/Nobody builds .*mailer/);
  });
});

const image = (name: string, letter = "a") => `${registry}/horizon-${name}:c0ffee@${digestOf(letter)}`;
const template = (name: string, letter?: string) => ({
  spec: { containers: [{ name, image: image(name, letter) }] },
});
const rollout = (phase: string, message = "", letter?: string) =>
  ({
    kind: "Rollout",
    metadata: { name: "api-gateway", namespace: "x", generation: 2 },
    spec: { replicas: 3, strategy: { canary: { steps: [] } }, template: template("api-gateway", letter) },
    status: { observedGeneration: "2", phase, message },
  }) as unknown as Rollout;
const deployment = (status: object) =>
  ({
    kind: "Deployment",
    metadata: { name: "worker-service", namespace: "x", generation: 2 },
    spec: { replicas: 5, strategy: {}, template: template("worker-service") },
    status: { observedGeneration: 2, ...status },
  }) as unknown as Deployment;
const full = { replicas: 5, updatedReplicas: 5, availableReplicas: 5 };

describe("what the clusters make of a release", () => {
  test.each([
    ["a healthy rollout", rollout("Healthy"), "live"],
    ["a canary under way", rollout("Progressing", "more replicas need to be updated"), "coming"],
    ["a gate", rollout("Paused", "CanaryPauseStep"), "waits for a person"],
    ["an aborted canary", rollout("Degraded", "RolloutAborted: metric success-rate failed"), "failed"],
    ["another release in between", rollout("Healthy", "", "b"), "failed"],
    ["a Deployment that is there", deployment(full), "live"],
    ["old pods that still run", deployment({ ...full, replicas: 6 }), "coming"],
    ["a spec that nobody has seen yet", deployment({ ...full, observedGeneration: 1 }), "coming"],
    [
      "a Deployment that does not come up",
      deployment({
        conditions: [
          { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "timed out" },
        ],
      }),
      "failed",
    ],
  ])("%s", (_, workload, state) => {
    expect(judgeWorkload(workload, readDigests(folder))?.state).toBe(state);
  });

  test("a workload of another image is not part of it", () => {
    expect(
      judgeWorkload(
        { ...rollout("Degraded"), spec: { template: { spec: { containers: [] } } } } as unknown as Rollout,
        {},
      ),
    ).toBeNull();
  });

  test("one failure decides, a gate is waited for, and nothing found is a failure", () => {
    const verdict = (state: "live" | "coming" | "waits for a person" | "failed") => ({
      name: "a",
      state,
      message: "",
    });
    expect(judgeRelease([verdict("live"), verdict("live")])).toBe("live");
    expect(judgeRelease([verdict("live"), verdict("waits for a person")])).toBe("coming");
    expect(judgeRelease([verdict("coming"), verdict("failed")])).toBe("failed");
    expect(judgeRelease([])).toBe("failed");
  });
});

test("the event of a deployment says where, what and how it ended", () => {
  expect(
    deploymentEvent({
      environment: "production",
      outcome: "failure",
      commit: "c0ffee".repeat(7).slice(0, 40),
      url: "https://run",
    }),
  ).toMatchObject({
    title: "Horizon c0ffeec0ffee in production: failure",
    alert_type: "error",
    tags: expect.arrayContaining(["env:production", "outcome:failure"]),
  });
});

test.each([
  [
    { status: 401, contentType: "application/problem+json; charset=utf-8", body: '{"code":"auth.required"}' },
    null,
  ],
  [{ status: 200, contentType: "application/json", body: "[]" }, "answers 200, not 401"],
  [
    { status: 401, contentType: "text/html", body: "" },
    "answers with text/html, not application/problem+json",
  ],
  [{ status: 401, contentType: "application/problem+json", body: "{}" }, "does not say auth.required"],
  [{ status: 0, contentType: "", body: "fetch failed" }, "no answer: fetch failed"],
])("an answer from outside is judged: %o", (answer, problem) => {
  const [, , question] = questionsFor("https://api", "https://console");
  expect(question && judgeAnswer(question, answer)).toBe(problem);
});
