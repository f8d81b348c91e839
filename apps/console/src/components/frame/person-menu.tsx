"use client";
import type { SessionInfo } from "@horizon/contracts";
import { Keyboard, LogOut } from "lucide-react";
import { startTransition } from "react";
import { signOut } from "@/auth/sign-out";
import { IconButton } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu";

/** Who is signed in, and the way out. */
export function PersonMenu({
  session,
  onOpenHelp,
}: {
  session: SessionInfo | undefined;
  onOpenHelp: () => void;
}) {
  const member = session?.member;
  return (
    <Menu
      align="end"
      label="Account"
      trigger={
        <IconButton label={member ? `Account: ${member.name}` : "Account"} className="size-8">
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-ink font-semibold text-on-ink text-xs"
          >
            {initialsOf(member?.name ?? "?")}
          </span>
        </IconButton>
      }
    >
      {member ? (
        <MenuLabel>
          <span className="block font-medium text-ink text-sm">{member.name}</span>
          {member.email}
          <span className="block">Role: {member.role}</span>
        </MenuLabel>
      ) : null}
      <MenuSeparator />
      <MenuItem onSelect={onOpenHelp}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => startTransition(() => signOut())}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}
