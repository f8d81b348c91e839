"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { IconButton } from "../ui/button";
import { cn } from "../ui/cn";
import { Sheet } from "../ui/dialog";
import { usePreferences } from "./preferences";
import { type Section, sectionHref, sections } from "./sections";

/** The way around. Icons alone when there is little room, or when it was made narrow. */
export function Rail({ environment, pinnedViews }: { environment: string; pinnedViews: ReactNode }) {
  const { preferences, setPreference } = usePreferences();
  const wide = preferences.rail === "wide";
  return (
    <aside
      aria-label="Horizon"
      className={cn(
        "fixed inset-y-0 left-0 z-20 hidden w-14 flex-col border-line border-r bg-canvas md:flex",
        wide && "lg:w-(--rail-width)",
      )}
    >
      <Link
        href={sectionHref(environment, "")}
        aria-label="Horizon"
        className="flex h-(--header-height) shrink-0 items-center gap-2 px-4.5 font-semibold"
      >
        <Mark />
        <span className={cn("hidden", wide && "lg:inline")}>Horizon</span>
      </Link>
      <SectionLinks environment={environment} wide={wide} />
      <div className={cn("hidden min-h-0 flex-col overflow-y-auto", wide && "lg:flex")}>{pinnedViews}</div>
      <div className="mt-auto hidden p-2 lg:block">
        <IconButton
          label={wide ? "Make the navigation narrow" : "Make the navigation wide"}
          onClick={() => setPreference("rail", wide ? "narrow" : "wide")}
          className="size-9"
        >
          {wide ? <PanelLeftClose aria-hidden /> : <PanelLeftOpen aria-hidden />}
        </IconButton>
      </div>
    </aside>
  );
}

interface RailSheetProps {
  environment: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pinnedViews: ReactNode;
}

/** The rail on phones. */
export function RailSheet({ environment, open, onOpenChange, pinnedViews }: RailSheetProps) {
  return (
    <Sheet side="left" title="Horizon" open={open} onOpenChange={onOpenChange}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: closes after a link inside was followed */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link is followed with Enter, which clicks */}
      <div
        className="-mx-2"
        onClick={({ target }) => {
          if (target instanceof Element && target.closest("a")) onOpenChange(false);
        }}
      >
        <SectionLinks environment={environment} wide always />
        {pinnedViews}
      </div>
    </Sheet>
  );
}

function SectionLinks({
  environment,
  wide,
  always = false,
}: {
  environment: string;
  wide: boolean;
  always?: boolean;
}) {
  const pathname = usePathname();
  const current = pathname.split("/")[2] ?? "";
  const showTitle = always ? "always" : wide ? "large" : "never";
  const link = (section: Section) => (
    <SectionLink
      key={section.segment}
      section={section}
      href={sectionHref(environment, section.segment)}
      current={section.segment === current}
      showTitle={showTitle}
    />
  );
  return (
    <nav aria-label="Sections" className="flex flex-col gap-0.5 overflow-y-auto px-2 py-1">
      {built.map(link)}
      <p
        className={cn(
          "mt-2 border-line border-t px-2.5 pt-2 pb-1 text-ink-soft text-xs",
          showTitle === "never" && "sr-only",
          showTitle === "large" && "max-lg:sr-only",
        )}
      >
        Not built yet
      </p>
      {planned.map(link)}
    </nav>
  );
}

const planned: readonly Section[] = sections.filter((section: Section) => section.isPlanned);
const built: readonly Section[] = sections.filter((section: Section) => !section.isPlanned);

interface SectionLinkProps {
  section: Section;
  href: string;
  current: boolean;
  showTitle: "always" | "large" | "never";
}

function SectionLink({ section, href, current, showTitle }: SectionLinkProps) {
  const Icon = section.icon;
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={section.title}
      aria-current={current ? "page" : undefined}
      {...(showTitle === "never" ? { "data-tip": section.title } : {})}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-ink-soft hover:bg-hover hover:text-ink",
        current && "bg-sunken font-medium text-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span
        className={cn("truncate", showTitle !== "always" && "hidden", showTitle === "large" && "lg:inline")}
      >
        {section.title}
      </span>
      <PendingDot />
    </Link>
  );
}

/** Says that the page asked for is on its way. */
function PendingDot() {
  const { pending } = useLinkStatus();
  return (
    <span aria-hidden className={cn("ml-auto size-1.5 rounded-full bg-accent", !pending && "invisible")} />
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className="size-5 shrink-0">
      <path d="M3 12a7 7 0 0 1 14 0Z" fill="currentColor" />
      <path d="M1.5 14.5h17M4.5 17.5h11" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}
