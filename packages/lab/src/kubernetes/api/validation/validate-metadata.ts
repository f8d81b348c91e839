import type { KubeObject } from "../../store/object-store.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { invalidValue } from "./field-causes.ts";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc')";
const LABEL_1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123')";
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com')";

export const isLabelName = (text: string): boolean => LABEL.test(text) && text.length <= 63;

/** Why the kind cannot have this name; undefined when it can. */
function findNameFault(kind: ResourceKind, name: string): string | undefined {
  if (kind.group === "rbac.authorization.k8s.io") {
    return /[/%]/.test(name) || name === "." || name === ".." ? "may not contain '/' or '%'" : undefined;
  }
  if (kind.resource === "services") {
    return LABEL_1035.test(name) && name.length <= 63 ? undefined : LABEL_1035_WORDS;
  }
  if (kind.resource === "namespaces") return isLabelName(name) ? undefined : LABEL_WORDS;
  if (name.length > 253) return "must be no more than 253 characters";
  return SUBDOMAIN.test(name) ? undefined : SUBDOMAIN_WORDS;
}

/** Faults of the name and the labels. */
export function validateMetadata(kind: ResourceKind, { metadata }: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const name = metadata.name || `${metadata.generateName}x`;
  const fault = findNameFault(kind, name);
  if (fault) causes.push(invalidValue("metadata.name", name, fault));
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (!LABEL_KEY.test(key)) {
      causes.push(
        invalidValue(
          "metadata.labels",
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.'",
        ),
      );
    }
    if (!LABEL_VALUE.test(value)) {
      causes.push(
        invalidValue(
          "metadata.labels",
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        ),
      );
    }
  }
  return causes;
}
