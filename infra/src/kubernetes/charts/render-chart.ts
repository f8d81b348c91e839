import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { stringify } from "yaml";
import { parseObjects, type RenderedObject } from "../rendered-object.ts";
import type { ControllerChart } from "./controller-charts.ts";

/** What helm makes of a chart, fetched from its repository. Lists are taken apart. @throws Error with what helm says. */
export async function renderChart(chart: ControllerChart): Promise<RenderedObject[]> {
  const { name, repo, version, kubeVersion, releaseName, namespace, includeCRDs, valuesInline } = chart;
  const options = {
    repo,
    version,
    namespace,
    "kube-version": kubeVersion,
    "include-crds": String(includeCRDs ?? false),
    values: "-",
  };
  const flags = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const helm = spawn("helm", ["template", releaseName, name, ...flags], { stdio: "pipe" });
  // A helm that stops before it has read is known by its exit code.
  helm.stdin.on("error", () => undefined).end(stringify(valuesInline));
  const closed = once(helm, "close") as Promise<[number]>;
  const [stdout, stderr, [code]] = await Promise.all([text(helm.stdout), text(helm.stderr), closed]).catch(
    (cause) => {
      throw new Error("helm cannot be started. Put helm 3 or 4 on the PATH.", { cause });
    },
  );
  if (code !== 0) throw new Error(`Chart ${name} ${version} cannot be rendered: ${stderr.trim()}`);
  return parseObjects(stdout)
    .filter((object) => object !== null)
    .flatMap((object) => (object.kind === "List" ? (object.items as RenderedObject[]) : [object]));
}
