import type { EnvironmentInfo } from "@horizon/contracts";
import { Badge } from "./badge";

/** Names the environment that an entry is of, where a list has those of several. */
export function EnvironmentBadge({ id, info }: { id: string; info: EnvironmentInfo | undefined }) {
  return <Badge tone={info?.tier === "production" ? "production" : "neutral"}>{info?.title ?? id}</Badge>;
}
