import { describe, expect, it } from "vitest";
import { serveKubectl } from "../testing/served-kubectl.ts";
import type { KubeObject } from "./store/object-store.ts";
import { isJsonObject } from "./store/read-path.ts";

const { kubectl, store } = await serveKubectl();

async function run(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

/** What the client says of an object without meaning anything: nulls, empty objects and empty lists. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutEmpty(item)] as const);
  const isEmpty = (item: unknown) => item === null || (isJsonObject(item) && Object.keys(item).length === 0);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

/** Typed commands send protobuf: what is stored must be what the same command prints as JSON. */
const COMMANDS: [command: string, resource: string][] = [
  ["deployment web --image=web:1 --replicas=0 --port=8080", "deployments.apps"],
  ["configmap settings --from-literal=a=b", "configmaps"],
  ["secret generic password --from-literal=word=open", "secrets"],
  ["secret docker-registry pull --docker-username=u --docker-password=p", "secrets"],
  ["job once --image=busybox:1 -- echo hi", "jobs.batch"],
  ["cronjob tidy --image=busybox:1 --schedule=@hourly --restart=Never -- date", "cronjobs.batch"],
  [
    "priorityclass high --value=1000 --description=first --preemption-policy=Never",
    "priorityclasses.scheduling.k8s.io",
  ],
  ["namespace more", "namespaces"],
  ["role reader --verb=get,list --resource=pods,deployments.apps/scale", "roles.rbac.authorization.k8s.io"],
  ["rolebinding reads --role=reader --user=ann --group=g", "rolebindings.rbac.authorization.k8s.io"],
  ["clusterrole sees --verb=get --resource=nodes", "clusterroles.rbac.authorization.k8s.io"],
  [
    "clusterrolebinding all --clusterrole=view --serviceaccount=shop:a",
    "clusterrolebindings.rbac.authorization.k8s.io",
  ],
  ["serviceaccount robot", "serviceaccounts"],
  ["service clusterip inner --tcp=80:8080 --tcp=443:https", "services"],
  ["service externalname outer --external-name=example.com", "services"],
  ["ingress front --rule=example.com/a*=inner:80,tls=cert", "ingresses.networking.k8s.io"],
  ["quota few --hard=pods=2,requests.cpu=1 --scopes=NotBestEffort", "resourcequotas"],
  ["poddisruptionbudget keep --selector=app=web --min-available=50%", "poddisruptionbudgets.policy"],
];

describe("kubectl create", () => {
  it.each(COMMANDS)("%s", async (command, resource) => {
    const [options = "", ...rest] = command.split(" -- ");
    const tail = rest.flatMap((words) => ["--", ...words.split(" ")]);
    const create = (...more: string[]) =>
      run(["create", ...options.split(" "), "-n", "shop", ...more, ...tail]);
    const shown = withoutEmpty(JSON.parse(await create("--dry-run=client", "-o", "json")));
    const { status: _, ...meant } = shown as KubeObject;
    await create();
    const { namespace = null, name } = meant.metadata;
    expect(store.find(resource, namespace, name)).toMatchObject(meant);
  });

  it("creates what it exposes, autoscales and reconciles", async () => {
    await run("expose deployment web --port=80 --target-port=http -n shop".split(" "));
    expect(store.find("services", "shop", "web")?.spec).toMatchObject({
      ports: [{ port: 80, targetPort: "http", protocol: "TCP" }],
      selector: { app: "web" },
    });
    await run("autoscale deployment web --min=2 --max=4 --cpu=70% -n shop".split(" "));
    expect(store.find("horizontalpodautoscalers.autoscaling", "shop", "web")?.spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [{ resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    });
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "more", namespace: "shop" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
    };
    expect((await kubectl(["auth", "reconcile", "-f", "-"], JSON.stringify(role))).stdout).toMatch(
      /more reconciled/,
    );
  });

  it("refuses what exists, and a name that cannot be", async () => {
    const create = async (name: string) =>
      (await kubectl(["create", "configmap", name, "-n", "shop"])).stderr;
    expect(await create("settings")).toBe(
      'error: failed to create configmap: configmaps "settings" already exists\n',
    );
    expect(await create("Settings")).toMatch(/ConfigMap "Settings" is invalid: metadata.name: Invalid value/);
  });
});
