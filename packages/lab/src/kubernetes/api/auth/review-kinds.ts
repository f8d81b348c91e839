/** Kinds that are asked and answered, never kept. */
export interface ReviewKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
}

const define = (group: string, kind: string, namespaced = false): ReviewKind => ({
  group,
  version: "v1",
  kind,
  plural: `${kind.toLowerCase()}s`,
  namespaced,
});

export const REVIEW_KINDS: readonly ReviewKind[] = [
  define("authorization.k8s.io", "SelfSubjectAccessReview"),
  define("authorization.k8s.io", "SelfSubjectRulesReview"),
  define("authorization.k8s.io", "SubjectAccessReview"),
  define("authorization.k8s.io", "LocalSubjectAccessReview", true),
  define("authentication.k8s.io", "SelfSubjectReview"),
];

export const findReviewKind = (group: string, version: string, plural: string): ReviewKind | undefined =>
  REVIEW_KINDS.find((kind) => kind.group === group && kind.version === version && kind.plural === plural);
