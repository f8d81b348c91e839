const repositoryPath =
  /^(apps|packages|local|e2e|bench|docs|migrations|infra|k8s|datadog|runbooks|\.ci|\.github)\/[\w./@()[\]-]*$/;

/** The repository paths in a Markdown text, in back quotes or as relative links, for which `exists` says no. */
export function findMissingPaths(markdown: string, exists: (path: string) => boolean): string[] {
  const quoted = [...markdown.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "");
  const linked = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)].map(
    (match) => match[1] ?? "",
  );
  const paths = [...quoted, ...linked.map((path) => path.replace(/^(\.\.?\/)+/, ""))];
  return [...new Set(paths)].filter((path) => repositoryPath.test(path) && !exists(path.replace(/\/$/, "")));
}
