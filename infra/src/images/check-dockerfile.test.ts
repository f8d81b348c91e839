import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkDockerfile, checkProductionModules } from "./check-dockerfile.ts";
import { IMAGES } from "./image-catalog.ts";
import { workspaceClosure } from "./workspace-closure.ts";

const root = join(import.meta.dirname, "../../..");
/** For compose.yaml alone; no registry has it. */
const lab = { dockerfile: "infra/images/lab/Dockerfile", workspace: "@horizon/lab" };
const dockerfiles = [...new Map(IMAGES.map((image) => [image.dockerfile, image])).values(), lab];

test.each(dockerfiles)("$dockerfile keeps every rule", ({ dockerfile, workspace }) => {
  const text = readFileSync(join(root, dockerfile), "utf8");
  const findings = checkDockerfile(text, {
    path: dockerfile,
    exists: (path) => existsSync(join(root, path)),
    workspaces: workspace === null ? [] : workspaceClosure(root, workspace),
  });
  expect(formatFindings([...findings, ...checkProductionModules(text, dockerfile)])).toBe("");
});

test("the eight services, the two processes of the console, the migrator and the pooler have images", () => {
  expect(IMAGES.map(({ name }) => name)).toHaveLength(12);
  expect(new Set(IMAGES.map(({ name }) => name)).size).toBe(12);
});

const NODE = `node:24.18.0-slim@sha256:${"a".repeat(64)}`;
const good = `FROM ${NODE} AS modules
COPY package.json pnpm-lock.yaml ./
COPY apps/backend apps/backend
RUN npx -y pnpm@12 install --frozen-lockfile --prod
FROM gcr.io/distroless/nodejs24:nonroot@sha256:${"b".repeat(64)}
COPY --from=modules /app ./
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s CMD ["node", "-e", "1"]
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["main.ts"]
`;
const check = (text: string, workspaces = ["apps/backend"]) =>
  formatFindings([
    ...checkDockerfile(text, { path: "Dockerfile", exists: (path) => path !== "missing", workspaces }),
    ...checkProductionModules(text, "Dockerfile"),
  ]);

test("a Dockerfile that keeps the rules has no findings", () => {
  expect(check(good)).toBe("");
});

describe("what is refused, and what to do", () => {
  test.each([
    [
      "a mutable tag",
      good.replace(/@sha256:a+/, ""),
      /node:24\.18\.0-slim can change under us: write name:tag@sha256/,
    ],
    ["latest", good.replace("24.18.0-slim", "latest"), /write the version that was tested/],
    ["a digest without a tag", good.replace(":24.18.0-slim@", "@"), /\[base-by-digest\]/],
    ["root", good.replace("USER 65532:65532\n", ""), /End with a user by number/],
    ["root by number", good.replace("65532:65532", "0"), /\[non-root\]/],
    ["a user by name", good.replace("65532:65532", "node"), /cannot tell whether a name is root/],
    ["a shell form", good.replace('["main.ts"]', "node main.ts"), /Write CMD as \["…"\]/],
    ["a shell in the health check", good.replace('["node", "-e", "1"]', "curl localhost"), /HEALTHCHECK CMD/],
    ["no health check", good.replace(/HEALTHCHECK.*\n/, ""), /Add a HEALTHCHECK/],
    ["no stop signal", good.replace("STOPSIGNAL SIGTERM\n", ""), /STOPSIGNAL/],
    [
      "a secret in ENV",
      good.replace("USER", "ENV PORT=1 DATABASE_PASSWORD=x\nUSER"),
      /DATABASE_PASSWORD would stay/,
    ],
    [
      "a secret in ARG",
      good.replace("COPY apps", "ARG NPM_TOKEN\nCOPY apps"),
      /NPM_TOKEN would stay in the image/,
    ],
    [
      "a source that is not there",
      good.replace("COPY package.json", "COPY missing"),
      /There is no missing to copy/,
    ],
    ["the whole folder", good.replace("COPY apps/backend apps/backend", "COPY . ."), /Name what is copied/],
    ["ADD", good.replace("COPY package.json", "ADD package.json"), /Write COPY/],
    ["packages of development", good.replace(" --prod", ""), /with --prod/],
    ["a lockfile that may change", good.replace("--frozen-lockfile ", ""), /Add --frozen-lockfile/],
    ["a piped script", good.replace("RUN npx", "RUN curl https://x | sh && npx"), /piped script/],
    ["RUN where there is no shell", good.replace("USER", "RUN rm -rf x\nUSER"), /has no shell/],
    ["nothing", "# nothing\n", /Begin with FROM/],
  ])("%s", (_, text, message) => {
    expect(check(text)).toMatch(message);
  });

  test("a workspace package that the process needs and nobody copies", () => {
    expect(check(good, ["apps/backend", "packages/db"])).toMatch(/add COPY packages\/db packages\/db/);
  });
});

test("the packages that a process needs follow from its package.json", () => {
  expect(workspaceClosure(root, "@horizon/db").sort()).toEqual([
    "packages/contracts",
    "packages/db",
    "packages/errors",
  ]);
  expect(() => workspaceClosure(root, "@horizon/none")).toThrow(
    "No workspace package is called @horizon/none.",
  );
});
