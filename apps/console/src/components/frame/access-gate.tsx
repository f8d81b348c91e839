"use client";
import type { SessionInfo } from "@horizon/contracts";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { buttonClass } from "../ui/button";
import { PanelState } from "../ui/panel-state";
import type { ShownError } from "../ui/shown-error";
import { switchEnvironment } from "./sections";
import { SignInAgain } from "./sign-in-again";

interface AccessGateProps {
  session: SessionInfo | undefined;
  error: ShownError | null;
  environment: string;
  children: ReactNode;
}

/** Shows the page to members, and says plainly to everyone else why it is not shown. */
export function AccessGate({ session, error, environment, children }: AccessGateProps) {
  const pathname = usePathname();
  if (!session) return <Refused error={error} />;
  if (session.environments.some(({ id }) => id === environment)) return children;
  return (
    <PanelState
      kind="empty"
      isPage
      title={`There is no environment “${environment}”`}
      detail="Environments come from Horizon’s configuration file."
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {session.environments.map(({ id, title }) => (
            <Link key={id} href={switchEnvironment(pathname, id)} className={buttonClass()}>
              {title}
            </Link>
          ))}
        </div>
      }
    />
  );
}

function Refused({ error }: { error: ShownError | null }) {
  if (!error) return <PanelState kind="loading" waitingFor="Horizon’s server" />;
  if (error.code === "UNAUTHENTICATED") {
    return (
      <PanelState
        kind="empty"
        isPage
        title="Your session has ended"
        detail="Sign in again to go on where you were."
        action={<SignInAgain />}
      />
    );
  }
  return (
    <PanelState
      kind="error"
      isPage
      title="Horizon’s server does not answer"
      detail="Nothing can be shown without it. What runs in the clusters is not affected. This page tries again by itself."
      requestId={error.requestId}
    />
  );
}
