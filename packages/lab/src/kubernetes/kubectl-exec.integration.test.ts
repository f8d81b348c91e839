import { once } from "node:events";
import { connect } from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import { createKubectl, findKubectl } from "../testing/kubectl.ts";
import { serveApi } from "../testing/served-api.ts";
import type { Pod } from "./controllers/pod.ts";

const { api, kubeconfig, server, store, tokens } = await serveApi();
const kubectl = createKubectl(await findKubectl(), kubeconfig);

const running = { running: { startedAt: "2026-01-05T09:00:00Z" } };
const crashed = { waiting: { reason: "CrashLoopBackOff" } };

function createPod(name: string, state: object, more: object = {}): void {
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
          ports: [{ containerPort: 3000 }],
          readinessProbe: { httpGet: { path: "/health/ready", port: 3000 } },
          livenessProbe: { httpGet: { path: "/health/live", port: 3000 } },
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

beforeAll(() => {
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

  it("falls back to SPDY where only create is allowed, and works", async () => {
    const rbac = "rbac.authorization.k8s.io";
    store.create(`roles.${rbac}`, {
      apiVersion: `${rbac}/v1`,
      kind: "Role",
      metadata: { name: "runs", namespace: "default" },
      rules: [
        { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
      ],
    } as Parameters<typeof store.create>[1]);
    store.create(`rolebindings.${rbac}`, {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: { name: "runs", namespace: "default" },
      roleRef: { apiGroup: rbac, kind: "Role", name: "runs" },
      subjects: [{ apiGroup: rbac, kind: "User", name: "eve" }],
    } as Parameters<typeof store.create>[1]);
    const as = "--context stranger@test";
    const text = "line\n".repeat(50_000);
    const { code, stdout } = await exec(`${as} -i web -c web -- cat`, text);
    expect({ code, length: stdout.length }).toEqual({ code: 0, length: text.length });
    expect(await exec(`${as} web -c web -- cat /none`)).toEqual({
      code: 1,
      stdout: "",
      stderr: "cat: /none: No such file or directory\ncommand terminated with exit code 1\n",
    });
    expect(server.audit().at(-1)).toMatchObject({ user: "eve", verb: "create", code: 101 });
  });

  it("is written to the audit log, and is no plain request", async () => {
    await exec("web -c web -- true");
    expect(server.audit().at(-1)).toMatchObject({
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

describe("kubectl port-forward", () => {
  /** Starts it on a free port, and finds out which. */
  async function forward(pod: string, port: number) {
    const running = kubectl.start(["port-forward", `pod/${pod}`, `:${port}`]);
    const output = await running.until((text) => /127\.0\.0\.1:\d+/.test(text));
    const [, local = ""] = /127\.0\.0\.1:(\d+)/.exec(output) ?? [];
    return { ...running, url: `http://127.0.0.1:${local}` };
  }
  function setReady(ready: boolean): void {
    const pod = store.find("pods", "default", "web") as Pod | undefined;
    if (!pod?.status) throw new Error("the pod is gone");
    const containerStatuses = pod.status.containerStatuses?.map((status) => ({ ...status, ready })) ?? [];
    store.updateStatus("pods", { ...pod, status: { ...pod.status, containerStatuses } });
  }

  it("reaches what listens in the pod, whose health is its probes', on many connections at once", async () => {
    const { url, stop } = await forward("web", 3000);
    const health = await fetch(`${url}/health/ready`);
    expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
    setReady(false);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    setReady(true);
    const codes = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await fetch(`${url}/none`, { headers: { connection: "close" } })).status,
      ),
    );
    expect(new Set(codes)).toEqual(new Set([404]));
    await stop();
  });

  it("says so where nothing listens", async () => {
    const { url, until, stop } = await forward("web", 81);
    await expect(fetch(url)).rejects.toThrow();
    const output = await until((text) => text.includes("error forwarding port 81"));
    expect(output).toMatch(/dial tcp4 127\.0\.0\.1:81: connect: connection refused/);
    await stop();
  });

  it("needs the right to create pods/portforward", async () => {
    const { code, stderr } = await kubectl(["port-forward", "pod/web", ":3000", "--context", "viewer@test"]);
    expect(code).toBe(1);
    expect(stderr).toMatch('User "vera" cannot create resource "pods/portforward"');
  });
});

it("what is no frame costs the connection that sent it, and no other", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), ca: server.caPem });
  const head = [
    "POST /api/v1/namespaces/default/pods/web/portforward HTTP/1.1",
    `host: ${hostname}`,
    `authorization: Bearer ${tokens.admin}`,
    "connection: Upgrade",
    "upgrade: SPDY/3.1",
    "x-stream-protocol-version: portforward.k8s.io",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await once(socket, "data");
  // A SYN_STREAM that is shorter than its own fields.
  socket.write(Buffer.from([0x80, 0x03, 0, 1, 0, 0, 0, 2, 0, 0]));
  await once(socket, "close");
  expect((await exec("web -c web -- true")).code).toBe(0);
});

it("leaves no connection behind", async () => {
  await expect.poll(() => server.stats().connections).toBeLessThanOrEqual(1);
});
