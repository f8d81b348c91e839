"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { signInAgain } from "@/auth/sign-out";
import { Button } from "../ui/button";

/** Leads to the sign-in page, and from there back to what is open here. */
export function SignInAgain() {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return (
    <form action={signInAgain}>
      <input type="hidden" name="callbackUrl" value={search ? `${pathname}?${search}` : pathname} />
      <Button type="submit">Sign in</Button>
    </form>
  );
}
