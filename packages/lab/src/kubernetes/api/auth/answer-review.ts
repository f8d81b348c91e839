import type { ObjectStore } from "../../store/object-store.ts";
import { isJsonObject, type JsonObject, readPath, textAt } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";
import { type AccessAttributes, authorize, type PolicyRule, rulesFor } from "./rbac.ts";
import type { ReviewKind } from "./review-kinds.ts";
import type { UserInfo } from "./user-info.ts";

function attributesOf(spec: unknown): AccessAttributes {
  const path = readPath(spec, ["nonResourceAttributes"]);
  if (isJsonObject(path)) return { verb: String(path.verb ?? ""), path: String(path.path ?? "") };
  const asked = readPath(spec, ["resourceAttributes"]);
  if (!isJsonObject(asked))
    throw badRequest("exactly one of nonResourceAttributes or resourceAttributes must be specified");
  const resource = String(asked.resource ?? "");
  return {
    verb: String(asked.verb ?? ""),
    group: String(asked.group ?? ""),
    resource: asked.subresource ? `${resource}/${asked.subresource}` : resource,
    ...(asked.namespace ? { namespace: String(asked.namespace) } : {}),
    ...(asked.name ? { name: String(asked.name) } : {}),
  };
}

function rulesStatus(store: ObjectStore, user: UserInfo, namespace: string | undefined): JsonObject {
  const all = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], nonResourceURLs: ["*"] };
  const rules: PolicyRule[] = user.groups.includes("system:masters")
    ? [all]
    : rulesFor(store, user, namespace);
  return {
    resourceRules: rules
      .filter((rule) => rule.resources)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        resourceNames,
      })),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

/** The posted review with its `status`: whether the user, or the one it names, may do what it asks. */
export function answerReview(
  store: ObjectStore,
  review: ReviewKind,
  user: UserInfo,
  body: JsonObject,
): JsonObject {
  const { spec } = body;
  const answer = (status: JsonObject) => ({
    ...body,
    apiVersion: `${review.group}/${review.version}`,
    kind: review.kind,
    metadata: { creationTimestamp: null },
    status,
  });
  if (review.kind === "SelfSubjectReview") {
    return answer({ userInfo: { username: user.username, groups: user.groups } });
  }
  if (review.kind === "SelfSubjectRulesReview") {
    return answer(rulesStatus(store, user, textAt(spec, ["namespace"])));
  }
  const groups = readPath(spec, ["groups"]);
  const subject = review.kind.startsWith("Self")
    ? user
    : { username: textAt(spec, ["user"]) ?? "", groups: Array.isArray(groups) ? groups.map(String) : [] };
  return answer({ ...authorize(store, subject, attributesOf(spec)) });
}
