"use client";
import dynamic from "next/dynamic";
import { useAddress } from "@/address";
import { oneOfOr } from "@/address/params";
import { ShortcutSwitch } from "@/components/frame/shortcut-switch";
import { PageHeader, Panel } from "@/components/ui/page-header";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";

// Each panel is a script of its own: one of them is shown at a time.
const MembersPanel = dynamic(() => import("./members-panel").then((module) => module.MembersPanel));
const ClustersPanel = dynamic(() => import("./clusters-panel").then((module) => module.ClustersPanel));
const FreezeWindowsPanel = dynamic(() =>
  import("./freeze-windows-panel").then((module) => module.FreezeWindowsPanel),
);
const SavedViewsPanel = dynamic(() =>
  import("@/features/saved-views").then((module) => module.SavedViewsPanel),
);

const tabs = [
  { id: "members", title: "Members", panel: MembersPanel },
  { id: "clusters", title: "Clusters", panel: ClustersPanel },
  { id: "freezes", title: "Freeze windows", panel: FreezeWindowsPanel },
  { id: "views", title: "Saved views", panel: SavedViewsPanel },
  { id: "keyboard", title: "Keyboard", panel: KeyboardPanel },
] as const;
const tabIds = tabs.map(({ id }) => id);
const params = { tab: oneOfOr(tabIds, "members") };

/** Who may do what, what Horizon watches, and when nothing may be deployed. */
export function SettingsPage() {
  const trpc = useTRPC();
  const [{ tab }, setParams] = useAddress(params);
  useLiveInvalidate("settings", trpc.members.pathKey());
  useLiveInvalidate("settings", trpc.freezeWindows.pathKey());
  return (
    <>
      <PageHeader
        title="Settings"
        sentence="Members, clusters and freeze windows of Horizon; changes need an admin and a reason"
      />
      <Tabs
        value={tab}
        onValueChange={(value) => setParams({ tab: tabIds.find((id) => id === value) ?? null })}
      >
        <TabList aria-label="Settings">
          {tabs.map(({ id, title }) => (
            <Tab key={id} value={id}>
              {title}
            </Tab>
          ))}
        </TabList>
        {tabs.map(({ id, panel: TabContent }) => (
          <TabPanel key={id} value={id}>
            <TabContent />
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}

function KeyboardPanel() {
  return (
    <Panel title="Keyboard">
      <ShortcutSwitch />
      <p className="mt-1 max-w-prose text-ink-soft">
        Letters such as “g d” or “j” act at once. Turn them off if you use speech input or a screen reader’s
        own keys; ⌘K and the arrow keys in tables stay.
      </p>
    </Panel>
  );
}
