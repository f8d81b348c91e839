import { expect, it } from "vitest";
import { serveTimedCluster } from "../testing/timed-cluster.ts";

const { kubectl, ok } = await serveTimedCluster();

const statefulSet = (image: string, more = "") => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "${image}" }] }
${more}`;
const images = () => ok("get pods -l app=db -o jsonpath={.items[*].spec.containers[0].image}");

it("makes numbered pods one after the other, whose names last", async () => {
  await ok("apply -f -", statefulSet("db:1"));
  expect(await ok("rollout status sts/db --timeout=5s")).toMatch(
    /roll out complete: 3 new pods have been updated/,
  );
  expect(await ok("get sts")).toMatch(/db +3\/3/);
  expect(await ok("get pods -o name")).toBe("pod/db-0\npod/db-1\npod/db-2\n");
  const created = await ok(
    "get events --field-selector involvedObject.kind=StatefulSet -o jsonpath={.items[*].message}",
  );
  expect(created).toContain("create Pod db-0 in StatefulSet db successful");
  await ok("delete pod db-1 --wait=false");
  expect(await ok("get pod db-1 -o jsonpath={.spec.hostname}.{.spec.subdomain},{.status.phase}")).toBe(
    "db-1.db,Running",
  );
});

it("rolls from the last, as far as its partition, and goes back", async () => {
  await ok('patch sts db -p {"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}}}}');
  await ok("set image sts/db db=db:2");
  expect(await images()).toBe("db:1 db:1 db:2");
  await ok('patch sts db -p {"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}');
  expect(await images()).toBe("db:2 db:2 db:2");
  expect(await ok("rollout history sts/db")).toMatch(/REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>/);
  await ok("rollout undo sts/db");
  expect(await images()).toBe("db:1 db:1 db:1");
});

it("scales down from the last, and keeps what cannot be changed", async () => {
  await ok("scale sts db --replicas=1");
  expect(await ok("get pods -o name")).toBe("pod/db-0\n");
  const refused = await kubectl(["patch", "sts", "db", "-p", '{"spec":{"serviceName":"other"}}']);
  expect(refused.stderr).toMatch(
    /The StatefulSet "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', .* are forbidden/,
  );
  await ok("delete sts db");
  expect(await ok("get pods -o name")).toBe("");
});

it("claims volumes, and waits for them: nobody makes any here", async () => {
  const claim = "{ accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }";
  const claims = `  volumeClaimTemplates: [{ metadata: { name: data }, spec: ${claim} }]\n`;
  await ok("apply -f -", statefulSet("db:1", claims));
  expect(await ok("get pvc")).toMatch(/data-db-0 +Pending/);
  expect(await ok("describe pod db-0")).toMatch(
    /FailedScheduling .* 0\/1 nodes are available: pod has unbound immediate PersistentVolumeClaims\./,
  );
});
