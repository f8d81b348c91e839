import { StatusError } from "../../store/status-error.ts";
import type { AccessAttributes } from "./rbac.ts";
import type { UserInfo } from "./user-info.ts";

/** 403 in the words of a real server, which are what people search for. */
export function forbidden(user: UserInfo, attributes: AccessAttributes): StatusError {
  const who = `User ${JSON.stringify(user.username)} cannot ${attributes.verb}`;
  if ("path" in attributes) {
    return new StatusError("Forbidden", `forbidden: ${who} path ${JSON.stringify(attributes.path)}`, {});
  }
  const { group, resource, namespace, name } = attributes;
  const [plural = resource] = resource.split("/");
  const subject = `${group ? `${plural}.${group}` : plural}${name ? ` ${JSON.stringify(name)}` : ""}`;
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : "at the cluster scope";
  return new StatusError(
    "Forbidden",
    `${subject} is forbidden: ${who} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${where}`,
    { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: plural },
  );
}

export const unauthorized = () => new StatusError("Unauthorized", "Unauthorized");
