import {
  Archive,
  BellRing,
  BookOpen,
  CircleDollarSign,
  GitBranch,
  History,
  LayoutDashboard,
  LifeBuoy,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
} from "lucide-react";

export interface Section {
  readonly segment: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
  /** Its page says what will be there. */
  readonly isPlanned?: boolean;
}

/** The pages of an environment, in the order of the rail. */
export const sections = [
  { segment: "", title: "Overview", icon: LayoutDashboard, key: "o" },
  { segment: "deployments", title: "Deployments", icon: Server, key: "d" },
  { segment: "rollouts", title: "Rollouts", icon: GitBranch, key: "r" },
  { segment: "changes", title: "Changes", icon: History, key: "c" },
  { segment: "alerts", title: "Alerts", icon: BellRing, key: "l", isPlanned: true },
  { segment: "backups", title: "Backups", icon: Archive, key: "b", isPlanned: true },
  { segment: "disaster-recovery", title: "Disaster recovery", icon: LifeBuoy, key: "y", isPlanned: true },
  { segment: "costs", title: "Costs", icon: CircleDollarSign, key: "k", isPlanned: true },
  { segment: "runbooks", title: "Runbooks", icon: BookOpen, key: "n", isPlanned: true },
  { segment: "audit", title: "Audit", icon: ScrollText, key: "a" },
  { segment: "settings", title: "Settings", icon: Settings, key: "s" },
] as const satisfies readonly Section[];

/** The address of a section in an environment. */
export function sectionHref(environment: string, segment: string): string {
  return segment ? `/${environment}/${segment}` : `/${environment}`;
}

/** The same section in another environment. What is inside a section (a workload, a change) belongs to its own. */
export function switchEnvironment(pathname: string, environment: string): string {
  const [, , segment = ""] = pathname.split("/");
  return sectionHref(environment, segment);
}
