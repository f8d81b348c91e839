import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "../testing/api-client.ts";
import { type ApiServerFixture, startApiServer } from "../testing/api-server-fixture.ts";
import { createKubectl, findKubectl, type Kubectl } from "../testing/kubectl.ts";

let fixture: ApiServerFixture;
let kubectl: Kubectl;
let api: ApiClient;

const running = { running: { startedAt: "2026-01-05T09:00:00Z" } };
const crashed = { waiting: { reason: "CrashLoopBackOff" } };

function createPod(name: string, state: object, more: object = {}): void {
  const { store } = fixture;
  store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: "web" } },
    spec: {
      nodeName: "n1",
      containers: [
        {
          name: "web",
          image: "web:1",
          env: [
            { name: "MODE", value: "test" },
            { name: "WORD", valueFrom: { secretKeyRef: { name: "words", key: "word" } } },
            { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
          ],
          envFrom: [{ configMapRef: { name: "settings" } }],
          volumeMounts: [{ name: "config", mountPath: "/config" }],
        },
        { name: "proxy", image: "proxy:1" },
      ],
      volumes: [{ name: "config", configMap: { name: "settings" } }],
      ...more,
    },
  } as Parameters<typeof store.create>[1]);
  const pod = store.find("pods", "default", name);
  const statuses = ["web", "proxy"].map((container) => ({ name: container, state, ready: true }));
  const status = { phase: "Running", podIP: "10.1.0.7", containerStatuses: statuses };
  if (pod) store.updateStatus("pods", { ...pod, status } as typeof pod);
}

beforeAll(async () => {
  fixture = await startApiServer();
  kubectl = createKubectl(await findKubectl(), fixture.kubeconfig);
  api = createApiClient(fixture.server.url, fixture.server.caPem, fixture.tokens.admin);
  const { store } = fixture;
  const metadata = { namespace: "default" };
  store.create("configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...metadata, name: "settings" },
    data: { LEVEL: "info", "app.yaml": "a: 1\n" },
  } as Parameters<typeof store.create>[1]);
  store.create("secrets", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...metadata, name: "words" },
    data: { word: Buffer.from("open").toString("base64") },
  } as Parameters<typeof store.create>[1]);
  createPod("web", running);
  createPod("down", crashed);
});
afterAll(async () => {
  api.close();
  await fixture.close();
});

const exec = (args: string, input?: string) => kubectl(["exec", ...args.split(" ")], input);

describe("kubectl exec", () => {
  it("runs a program in the container that is named, else in the first", async () => {
    const { code, stdout, stderr } = await exec("web -- env");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Defaulted container "web" out of: web, proxy\n',
    });
    for (const line of ["HOSTNAME=web", "MODE=test", "WORD=open", "POD_IP=10.1.0.7", "LEVEL=info"]) {
      expect(stdout.split("\n")).toContain(line);
    }
    expect((await exec("web -c proxy -- env")).stdout).not.toMatch("MODE");
  });

  it("shows the files that the container was given", async () => {
    expect((await exec("web -c web -- cat /config/app.yaml /etc/hostname")).stdout).toBe("a: 1\nweb\n");
    expect((await exec("web -c web -- ls /config")).stdout).toBe("LEVEL\napp.yaml\n");
    expect((await exec("web -c web -- /bin/echo a b")).stdout).toBe("a b\n");
  });

  it("passes standard input on, to its end", async () => {
    const text = "line\n".repeat(50_000);
    const { code, stdout } = await exec("-i web -c web -- cat", text);
    expect({ code, length: stdout.length }).toEqual({ code: 0, length: text.length });
  });

  it("ends as the program ends, with what it wrote to standard error", async () => {
    expect(await exec("web -c web -- cat /none")).toEqual({
      code: 1,
      stdout: "",
      stderr: "cat: /none: No such file or directory\ncommand terminated with exit code 1\n",
    });
    expect((await exec("web -c web -- ls /none")).code).toBe(2);
  });

  it("says what the container runtime says of a program that is not there", async () => {
    const shell = await exec("web -c web -- sh");
    expect(shell.code).not.toBe(0);
    expect(shell.stderr).toMatch(
      /OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in \$PATH/,
    );
    expect((await exec("web -c web -- /bin/bash")).stderr).toMatch(
      "stat /bin/bash: no such file or directory",
    );
  });

  it("refuses a container that does not run or is not there, and a pod that is not", async () => {
    expect((await exec("down -c web -- true")).stderr).toMatch(
      'unable to upgrade connection: container not found ("web")',
    );
    expect((await exec("web -c nope -- true")).stderr).toMatch(
      /container nope is not valid for pod web|container not found/,
    );
    expect((await exec("gone -- true")).stderr).toBe('Error from server (NotFound): pods "gone" not found\n');
  });

  it("needs the right to create pods/exec, which who may only look has not", async () => {
    const { code, stderr } = await exec("--context viewer@test web -c web -- true");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      'pods "web" is forbidden: User "vera" cannot create resource "pods/exec" in API group "" in the namespace "default"',
    );
    expect((await kubectl(["auth", "can-i", "create", "pods/exec", "--context", "viewer@test"])).stdout).toBe(
      "no\n",
    );
  });

  it("is not had with the right to get pods/exec, although a WebSocket is opened with GET", async () => {
    const rbac = "rbac.authorization.k8s.io";
    const { store } = fixture;
    store.create(`roles.${rbac}`, {
      apiVersion: `${rbac}/v1`,
      kind: "Role",
      metadata: { name: "peeks", namespace: "default" },
      rules: [{ apiGroups: [""], resources: ["pods/exec"], verbs: ["get"] }],
    } as Parameters<typeof store.create>[1]);
    store.create(`rolebindings.${rbac}`, {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: { name: "peeks", namespace: "default" },
      roleRef: { apiGroup: rbac, kind: "Role", name: "peeks" },
      subjects: [{ apiGroup: rbac, kind: "User", name: "vera" }],
    } as Parameters<typeof store.create>[1]);
    const { code, stdout } = await exec("--context viewer@test web -c web -- env");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("is written to the audit log, and is no plain request", async () => {
    await exec("web -c web -- true");
    expect(fixture.server.audit().at(-1)).toMatchObject({
      verb: "get",
      resource: "pods/exec",
      namespace: "default",
      name: "web",
      code: 101,
    });
    const answer = await api("POST", "/api/v1/namespaces/default/pods/web/exec?command=true&stdout=true");
    expect(answer).toMatchObject({ code: 400, body: { message: "Upgrade request required" } });
  });
});

it("kubectl cp needs tar in the container, as everywhere", async () => {
  const { code, stderr } = await kubectl(["cp", "web:/config/app.yaml", "/tmp/none", "-c", "web"]);
  expect(code).toBe(1);
  expect(stderr).toMatch('exec: "tar": executable file not found in $PATH');
});

it("kubectl attach shows what the main process writes from now on", async () => {
  const attached = kubectl.start(["attach", "web", "-c", "web"]);
  expect(await attached.until((output) => output.includes("followed"))).not.toMatch("line 1");
  await attached.stop();
});

it("leaves no connection behind", async () => {
  await expect.poll(() => fixture.server.stats().connections).toBeLessThanOrEqual(1);
});
