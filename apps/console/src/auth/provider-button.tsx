"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";

interface ProviderButtonProps {
  provider: string;
  title: string;
  callbackPath: string;
}

/** Goes to an identity provider and comes back signed in. */
export function ProviderButton({ provider, title, callbackPath }: ProviderButtonProps) {
  const [pending, setPending] = useState(false);
  async function goToProvider() {
    setPending(true);
    const { signIn } = await import("next-auth/react");
    await signIn(provider, { callbackUrl: callbackPath });
  }
  return (
    <Button variant="primary" pending={pending} onClick={goToProvider} className="h-10">
      {title}
    </Button>
  );
}
