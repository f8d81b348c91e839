import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../world/clock.ts";
import { createObjectStore } from "../../store/create-object-store.ts";
import type { NewKubeObject } from "../../store/object-store.ts";
import { createResourceRegistry } from "../../store/resource-registry.ts";
import { authenticate, impersonate } from "./authenticate.ts";
import { ensureBootstrapPolicy } from "./bootstrap-policy.ts";
import { forbidden } from "./forbidden.ts";
import { authorize, ruleAllows } from "./rbac.ts";
import { createServiceAccountTokens } from "./service-account-tokens.ts";

const RBAC = "rbac.authorization.k8s.io";

function setup() {
  const store = createObjectStore({ clock: createManualClock(), registry: createResourceRegistry() });
  ensureBootstrapPolicy(store);
  const bind = (
    kind: "ClusterRoleBinding" | "RoleBinding",
    role: string,
    subject: object,
    namespace?: string,
  ) =>
    store.create(`${kind.toLowerCase()}s.${RBAC}`, {
      apiVersion: `${RBAC}/v1`,
      kind,
      metadata: { generateName: "b-", namespace },
      roleRef: { kind: "ClusterRole", name: role },
      subjects: [subject],
    } as NewKubeObject);
  return { store, bind };
}
const user = (username: string, ...groups: string[]) => ({ username, groups });
const pods = (verb: string, namespace?: string) => ({ verb, group: "", resource: "pods", namespace });

describe("RBAC", () => {
  it("lets system:masters do everything and a stranger nothing", () => {
    const { store } = setup();
    expect(authorize(store, user("root", "system:masters"), pods("delete")).allowed).toBe(true);
    expect(authorize(store, user("eve"), pods("list", "a")).allowed).toBe(false);
  });

  it("keeps a role binding inside its namespace", () => {
    const { store, bind } = setup();
    bind("RoleBinding", "edit", { kind: "User", name: "ann" }, "a");
    expect(authorize(store, user("ann"), pods("delete", "a")).allowed).toBe(true);
    expect(authorize(store, user("ann"), pods("delete", "b")).allowed).toBe(false);
    expect(authorize(store, user("ann"), pods("list")).allowed).toBe(false);
  });

  it("binds groups and service accounts", () => {
    const { store, bind } = setup();
    bind("ClusterRoleBinding", "view", { kind: "Group", name: "ops" });
    bind("ClusterRoleBinding", "view", { kind: "ServiceAccount", name: "bot", namespace: "a" });
    expect(authorize(store, user("x", "ops"), pods("watch", "b")).allowed).toBe(true);
    expect(authorize(store, user("system:serviceaccount:a:bot"), pods("get", "b")).allowed).toBe(true);
    expect(authorize(store, user("x", "ops"), pods("delete", "b")).allowed).toBe(false);
  });

  it.each([
    [
      "a subresource is not its resource",
      { resources: ["deployments"] },
      "deployments/scale",
      undefined,
      false,
    ],
    ["a subresource by name", { resources: ["deployments/scale"] }, "deployments/scale", undefined, true],
    ["every resource's subresource", { resources: ["*/scale"] }, "deployments/scale", undefined, true],
    [
      "a resource name that matches",
      { resources: ["deployments"], resourceNames: ["web"] },
      "deployments",
      "web",
      true,
    ],
    [
      "a resource name and a list",
      { resources: ["deployments"], resourceNames: ["web"] },
      "deployments",
      undefined,
      false,
    ],
  ])("%s: %j", (_, rule, resource, name, expected) => {
    const attributes = { verb: "get", group: "apps", resource, name };
    expect(ruleAllows({ verbs: ["get"], apiGroups: ["apps"], ...rule }, attributes)).toBe(expected);
  });

  it("lets anybody who is signed in discover the API", () => {
    const { store } = setup();
    const path = { verb: "get", path: "/apis/apps/v1" };
    expect(authorize(store, user("ann", "system:authenticated"), path).allowed).toBe(true);
    expect(
      authorize(store, user("ann", "system:authenticated"), { verb: "get", path: "/metrics" }).allowed,
    ).toBe(false);
  });

  it("explains a refusal as a real server does", () => {
    expect(
      forbidden(user("ann"), {
        verb: "patch",
        group: "apps",
        resource: "deployments",
        namespace: "a",
        name: "web",
      }).message,
    ).toBe(
      'deployments.apps "web" is forbidden: User "ann" cannot patch resource "deployments" in API group "apps" in the namespace "a"',
    );
  });
});

describe("authentication", () => {
  const config = { tokens: { secret: { username: "ann", groups: ["ops"] } } };
  const clock = createManualClock();
  const store = createObjectStore({ clock, registry: createResourceRegistry() });
  const accountTokens = createServiceAccountTokens(() => store, clock);
  const sign = (headers: Record<string, string>, path = "/api") =>
    authenticate(config, accountTokens, headers, path);

  it("knows a token's user and adds system:authenticated", () => {
    const found = sign({ authorization: "Bearer secret" });
    expect(found).toEqual({ username: "ann", groups: ["ops", "system:authenticated"] });
  });

  it.each([[{}], [{ authorization: "Bearer other" }], [{ authorization: "Basic secret" }]])(
    "401 for %j",
    (headers) => {
      expect(() => sign(headers as Record<string, string>)).toThrow(expect.objectContaining({ code: 401 }));
    },
  );

  it("knows the tokens that it gave to service accounts, until their end, and no altered one", () => {
    const account = store.create("serviceaccounts", {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "robot", namespace: "shop" },
    });
    const { token } = accountTokens.issue(account, 600);
    expect(sign({ authorization: `Bearer ${token}` }).username).toBe("system:serviceaccount:shop:robot");
    const [header, payload = "", signature] = token.split(".");
    const claims = Buffer.from(payload, "base64url").toString().replace("shop:robot", "shop:admin");
    const altered = [header, Buffer.from(claims).toString("base64url"), signature].join(".");
    for (const wrong of [altered, `${header}.${payload}.`, "..", `${token}x.y`]) {
      expect(() => sign({ authorization: `Bearer ${wrong}` })).toThrow("Unauthorized");
    }
    clock.advance(600_000);
    expect(() => sign({ authorization: `Bearer ${token}` })).toThrow("Unauthorized");
  });

  it("answers health checks without credentials", () => {
    expect(sign({}, "/readyz").username).toBe("system:anonymous");
  });
});

describe("impersonation", () => {
  const headers = ["Impersonate-User", "ann", "Impersonate-Group", "ops", "Impersonate-Group", "oncall"];

  it("takes on the user and every group, and remembers who it really is", () => {
    const { store } = setup();
    expect(impersonate(store, user("root", "system:masters"), headers)).toEqual({
      username: "ann",
      groups: ["ops", "oncall", "system:authenticated"],
      impersonatedBy: "root",
    });
  });

  it("needs the impersonate verb", () => {
    const { store } = setup();
    expect(() => impersonate(store, user("eve"), headers)).toThrow(
      'users "ann" is forbidden: User "eve" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });

  it("needs it for each group as well", () => {
    const { store } = setup();
    store.create(`clusterroles.${RBAC}`, {
      apiVersion: `${RBAC}/v1`,
      kind: "ClusterRole",
      metadata: { name: "act-as" },
      rules: [
        { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] },
        { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"], resourceNames: ["ops"] },
      ],
    } as NewKubeObject);
    store.create(`clusterrolebindings.${RBAC}`, {
      apiVersion: `${RBAC}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: "act-as" },
      roleRef: { kind: "ClusterRole", name: "act-as" },
      subjects: [{ kind: "User", name: "console" }],
    } as NewKubeObject);
    expect(impersonate(store, user("console"), headers.slice(0, 4)).username).toBe("ann");
    expect(() => impersonate(store, user("console"), headers)).toThrow(/groups "oncall" is forbidden/);
  });
});
