"use client";
import type { MemberRow, Role } from "@horizon/contracts";
import { useState } from "react";
import { roleName } from "@/auth/role-name";
import { Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SettingsDialog } from "./settings-dialog";

export type MemberEdit =
  | { readonly kind: "create" }
  | { readonly kind: "role" | "active" | "sign-in"; readonly member: MemberRow };

const roleTitles = {
  viewer: "Viewer: sees everything, changes nothing",
  manager: "Manager: as viewer",
  operator: "Operator: acts on workloads and rollouts",
  oncall: "On-call: acts on workloads and rollouts",
  admin: "Admin: also members and freeze windows",
} as const satisfies Record<Role, string>;
const roles = Object.keys(roleTitles) as Role[];
const roleOptions = roles.map((value) => ({ value, label: roleTitles[value] }));

export function MemberDialog({ edit, onClose }: { edit: MemberEdit; onClose: () => void }) {
  if (edit.kind === "create") return <CreateMember onClose={onClose} />;
  if (edit.kind === "role") return <ChangeRole member={edit.member} onClose={onClose} />;
  if (edit.kind === "sign-in") return <ResetSignIn member={edit.member} onClose={onClose} />;
  return <ChangeActive member={edit.member} onClose={onClose} />;
}

function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Field label="Role">
      {(control) => (
        <Select
          {...control}
          value={value}
          options={roleOptions}
          onValueChange={(text) => onChange(roles.find((role) => role === text) ?? value)}
        />
      )}
    </Field>
  );
}

function CreateMember({ onClose }: { onClose: () => void }) {
  const [member, setMember] = useState<{ email: string; name: string; role: Role }>({
    email: "",
    name: "",
    role: "viewer",
  });
  return (
    <SettingsDialog
      title="Add a member"
      description="They can sign in at once, with this e-mail."
      verb="Add member"
      command={() => ({ action: "member.create", member })}
      onClose={onClose}
    >
      {(errorsOf) => (
        <>
          <Field label="E-mail" errors={errorsOf("email")}>
            {(control) => (
              <Input
                {...control}
                type="email"
                required
                maxLength={254}
                value={member.email}
                onChange={(event) => setMember({ ...member, email: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Name" errors={errorsOf("name")}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={100}
                value={member.name}
                onChange={(event) => setMember({ ...member, name: event.currentTarget.value })}
              />
            )}
          </Field>
          <RoleField value={member.role} onChange={(role) => setMember({ ...member, role })} />
        </>
      )}
    </SettingsDialog>
  );
}

function ChangeRole({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  const [role, setRole] = useState<Role>(member.role);
  return (
    <SettingsDialog
      title={`Change the role of ${member.name}?`}
      description={`From ${roleName(member.role)} to ${roleName(role)}. It takes effect with their next request.`}
      verb="Change role"
      blocker={role === member.role ? "Choose another role: this is the one that they have." : null}
      command={() => ({ action: "member.setRole", memberId: member.id, role })}
      onClose={onClose}
    >
      {() => <RoleField value={role} onChange={setRole} />}
    </SettingsDialog>
  );
}

function ChangeActive({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  const active = !member.active;
  return (
    <SettingsDialog
      title={active ? `Let ${member.name} in again?` : `Take away the access of ${member.name}?`}
      description={
        active
          ? `They can sign in again, as ${member.role}.`
          : "Their open pages stop at once. What they did stays in the audit log."
      }
      verb={active ? "Activate" : "Deactivate"}
      dangerous={!active}
      command={() => ({ action: "member.setActive", memberId: member.id, active })}
      onClose={onClose}
    />
  );
}

function ResetSignIn({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  return (
    <SettingsDialog
      title={`Reset the sign-in of ${member.name}?`}
      description={`Ends their sessions in every browser, and forgets the account that they sign in with. The next account that proves ${member.email} becomes theirs.`}
      verb="Reset sign-in"
      dangerous
      command={() => ({ action: "member.resetSignIn", memberId: member.id })}
      onClose={onClose}
    />
  );
}
