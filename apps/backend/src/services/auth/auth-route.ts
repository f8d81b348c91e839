import type { UserRole } from "@horizon/contracts/backend";
import { routesOf } from "../../platform/route.ts";
import type { AuthContext } from "./context.ts";

export const { publicRoute, userRoute, serviceRoute } = routesOf<AuthContext>();

export const everyone = [
  "customer",
  "agent",
  "billing",
  "compliance",
  "admin",
  "auditor",
] as const satisfies readonly UserRole[];
