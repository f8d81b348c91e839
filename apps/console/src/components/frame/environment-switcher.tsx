"use client";
import type { EnvironmentInfo, SessionInfo } from "@horizon/contracts";
import { ChevronsUpDown } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEnvironment } from "@/auth/use-session";
import { Badge } from "../ui/badge";
import { cn } from "../ui/cn";
import { Menu } from "../ui/menu";
import { sectionHref, switchEnvironment } from "./sections";

/** Which environment the page is about. On a list the filters go along; a detail page gives way to its list. */
export function EnvironmentSwitcher({ session }: { session: SessionInfo | undefined }) {
  const { id, info } = useEnvironment();
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const router = useRouter();

  function change(environment: string) {
    const target = switchEnvironment(pathname, environment);
    const isList = sectionHref(id, pathname.split("/")[2] ?? "") === pathname;
    router.push(isList && search ? `${target}?${search}` : target);
  }
  return (
    <Menu
      className={cn(
        "min-w-0 shrink px-2 max-sm:gap-1 max-sm:px-1.5",
        info?.tier === "production" && "border-production",
      )}
      entries={[
        {
          kind: "choice",
          value: id,
          options: (session?.environments ?? []).map((environment) => ({
            value: environment.id,
            content: <EnvironmentChoice environment={environment} />,
          })),
          onChange: change,
        },
      ]}
    >
      <span className="sr-only">Environment: </span>
      <EnvironmentName id={id} info={info} badgeClass="max-lg:hidden" />
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-soft" />
    </Menu>
  );
}

function EnvironmentChoice({ environment }: { environment: EnvironmentInfo }) {
  return (
    <span className="flex flex-1 flex-col py-1">
      <EnvironmentName id={environment.id} info={environment} />
      <span className="text-ink-soft text-xs">
        {environment.cluster} · {environment.region}
      </span>
    </span>
  );
}

interface EnvironmentNameProps {
  id: string;
  info: EnvironmentInfo | undefined;
  badgeClass?: string;
}

function EnvironmentName({ id, info, badgeClass }: EnvironmentNameProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="truncate font-medium">{info?.title ?? id}</span>
      {info?.tier === "production" ? (
        <Badge tone="production" className={badgeClass}>
          Live customers
        </Badge>
      ) : null}
    </span>
  );
}
