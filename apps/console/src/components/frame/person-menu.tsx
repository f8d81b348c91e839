"use client";
import type { SessionInfo } from "@horizon/contracts";
import { Keyboard, LogOut } from "lucide-react";
import { startTransition } from "react";
import { roleName } from "@/auth/role-name";
import { signOut, signOutEverywhere } from "@/auth/sign-out";
import { Menu } from "../ui/menu";

/** Who is signed in, and the way out. */
export function PersonMenu({
  session,
  onOpenHelp,
}: {
  session: SessionInfo | undefined;
  onOpenHelp: () => void;
}) {
  const member = session?.member;
  const name = member ? `Account: ${member.name}` : "Account";
  return (
    <Menu
      align="end"
      variant="ghost"
      size="icon"
      aria-label={name}
      data-tip={name}
      className="size-8"
      entries={[
        ...(member ? [{ kind: "heading", content: <Person member={member} /> } as const] : []),
        { kind: "separator" },
        {
          kind: "action",
          label: "Keyboard shortcuts",
          icon: <Keyboard aria-hidden />,
          onSelect: onOpenHelp,
        },
        {
          kind: "action",
          label: "Sign out",
          icon: <LogOut aria-hidden />,
          onSelect: () => startTransition(() => signOut()),
        },
        {
          kind: "action",
          label: "Sign out everywhere",
          icon: <LogOut aria-hidden />,
          onSelect: () => startTransition(() => signOutEverywhere()),
        },
      ]}
    >
      {/* Drawn, not written: as text the initials would be a label that the button's name does not contain. */}
      <span
        aria-hidden
        data-initials={initialsOf(member?.name ?? "?")}
        className="flex size-6 items-center justify-center rounded-full bg-ink font-semibold text-on-ink text-xs before:content-[attr(data-initials)]"
      />
    </Menu>
  );
}

function Person({ member }: { member: SessionInfo["member"] }) {
  return (
    <>
      <span className="block font-medium text-ink text-sm">{member.name}</span>
      {member.email}
      <span className="block">Role: {roleName(member.role)}</span>
    </>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}
