import { Button } from "@/components/ui/button";
import type { SeededPerson } from "./console-env";
import { ProviderButton } from "./provider-button";
import { roleName } from "./role-name";
import { signInAs } from "./sign-in-as";

interface SignInOptionsProps {
  people: readonly SeededPerson[];
  providers: readonly { id: string; title: string }[];
  callbackPath: string;
}

/** Every way to sign in that this installation has. */
export function SignInOptions({ people, providers, callbackPath }: SignInOptionsProps) {
  if (people.length === 0 && providers.length === 0) {
    return <p>No way to sign in is configured. Set OIDC_ISSUER or GITHUB_ID for this console.</p>;
  }
  return (
    <>
      {providers.map(({ id, title }) => (
        <ProviderButton key={id} provider={id} title={title} callbackPath={callbackPath} />
      ))}
      {people.length > 0 ? (
        <section aria-label="Seeded people" className="flex flex-col gap-2">
          <p className="text-ink-soft">
            This runs on your machine: one click signs you in as one of these people.
          </p>
          {people.map(({ email, name, role }) => (
            <form key={email} action={signInAs}>
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="callbackUrl" value={callbackPath} />
              <Button type="submit" className="h-10 w-full justify-between">
                <span>
                  <span className="sr-only">Sign in as </span>
                  {name}
                </span>{" "}
                <span className="font-normal text-ink-soft">({roleName(role)})</span>
              </Button>
            </form>
          ))}
        </section>
      ) : null}
    </>
  );
}
