/** Takes what is wrong, with what it is wrong of. */
export type Report = (rule: string, subject: string, message: string) => void;

/** What exists around the workflows. */
export interface WorkflowSurroundings {
  exists: (path: string) => boolean;
  /** Names of the scripts of package.json. */
  scripts: readonly string[];
  /** Names that the gates of `pnpm test` answer to. */
  gates: readonly string[];
  images: readonly { name: string; dockerfile: string }[];
  /** GitHub environments, and for each the AWS role that Terraform makes for it; null where it has none. */
  environments: Readonly<Record<string, string | null>>;
}
