import { expect, it } from "vitest";
import { serveTimedCluster } from "../testing/timed-cluster.ts";

const { kubectl, ok } = await serveTimedCluster();

it("a quota holds a deployment back, which says why, and lets it go on when it is raised", async () => {
  await ok("create quota few --hard=pods=2,requests.cpu=1");
  await ok("create -f -", limits);
  await ok("create deployment web --image=web:1 --replicas=3");
  expect(await ok("get deploy web")).toMatch(/web +2\/3 +2 +2/);
  expect(await ok("get quota")).toMatch(/few +pods: 2\/2, requests.cpu: 400m\/1/);
  expect(await ok("describe quota few")).toMatch(/pods +2 +2\nrequests.cpu +400m +1\n/);
  const why =
    'pods "web-\\w+-" is forbidden: exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2';
  expect(await ok("describe rs")).toMatch(new RegExp(`FailedCreate .* Error creating: ${why}`));
  expect(
    await ok('get deploy web -o jsonpath={.status.conditions[?(@.type=="ReplicaFailure")].message}'),
  ).toMatch(new RegExp(why));
  await ok('patch quota few -p {"spec":{"hard":{"pods":"9"}}}');
  expect(await ok("get deploy web")).toMatch(/web +3\/3 +3 +3/);
  expect((await ok("get deploy web -o jsonpath={.status.conditions[*].type}")).split(" ").sort()).toEqual([
    "Available",
    "Progressing",
  ]);
});

const limits = `
apiVersion: v1
kind: LimitRange
metadata: { name: usual }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 200m }, max: { cpu: "2" } }] }
`;

it("limits are shown, and kept by a pod that somebody makes", async () => {
  expect(await ok("describe limits usual")).toMatch(/Container +cpu +- +2 +200m +2 +-/);
  const run = [
    "run",
    "big",
    "--image=a:1",
    '--overrides={"spec":{"containers":[{"name":"big","image":"a:1","resources":{"limits":{"cpu":"3"}}}]}}',
  ];
  expect((await kubectl(run)).stderr).toBe(
    'Error from server (Forbidden): pods "big" is forbidden: maximum cpu usage per Container is 2, but limit is 3\n',
  );
});

it("what the cluster consists of can be looked at: its APIs and priorities", async () => {
  const services = await ok("get apiservices");
  expect(services).toMatch(/v1\. +Local +True[\s\S]*v1\.apps +Local +True/);
  expect(await ok("get priorityclasses")).toMatch(
    /system-cluster-critical +2000000000 +false +\w+ +PreemptLowerPriority\nsystem-node-critical +2000001000/,
  );
  await ok("create priorityclass high --value=1000 --global-default");
  await ok("run plain --image=a:1");
  expect(await ok("get pod plain -o jsonpath={.spec.priority},{.spec.priorityClassName}")).toBe("1000,high");
});
