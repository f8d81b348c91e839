import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { stringify } from "yaml";
import { writeWholeFile } from "./write-whole-file.ts";

/** The configuration of ops-server for the three clusters that the lab serves; same format as for real ones. */
export function writeClustersFile(file: string, kubeconfig: string): void {
  const cluster = (name: string, region: string) => ({ name, region, kubeconfig, context: name });
  const environment = (
    id: string,
    title: string,
    clusterName: string,
    tier: string,
    namespaces: string[],
  ) => ({
    id,
    title,
    cluster: clusterName,
    namespaces,
    tier,
  });
  mkdirSync(dirname(file), { recursive: true });
  writeWholeFile(
    file,
    stringify({
      clusters: [
        cluster("production", "us-east-1"),
        cluster("staging", "us-east-1"),
        cluster("dr", "us-west-2"),
      ],
      environments: [
        environment("production", "Production", "production", "production", [
          "horizon-production",
          "horizon-load",
        ]),
        environment("staging", "Staging", "staging", "nonproduction", ["horizon-staging"]),
        environment("dr", "DR", "dr", "production", ["horizon-dr"]),
      ],
    }),
  );
}
