"use client";
import type { ActionName, EnvironmentInfo, SessionInfo } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTRPC } from "@/trpc/client";
import { roleName } from "./role-name";

/** Who is signed in and what they may do where; undefined until it is known. The server decides, this mirrors it. */
export function useSession(): SessionInfo | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.session.me.queryOptions()).data;
}

/** The environment in the address, and what is known of it. */
export function useEnvironment(): { id: string; info: EnvironmentInfo | undefined } {
  const { environment } = useParams<{ environment: string }>();
  const session = useSession();
  return { id: environment, info: session?.environments.find(({ id }) => id === environment) };
}

/** Why the person may not do `action` on Horizon itself; null when they may. */
export function useGlobalRefusal(action: ActionName): string | null {
  const session = useSession();
  if (!session) return "Waiting to learn what you may do.";
  if (session.globalPermissions.includes(action)) return null;
  return `Your role (${roleName(session.member.role)}) does not allow this. An admin can do it.`;
}
