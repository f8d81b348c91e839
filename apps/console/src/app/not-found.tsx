import type { Metadata } from "next";

export const metadata: Metadata = { title: "No such page" };

export default function NotFoundPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-2 p-6">
      <h1 className="font-semibold text-xl">There is no such page</h1>
      <p className="text-ink-soft">The address may be mistyped, or what it named is gone.</p>
      <p>
        {/* Not a Link: this page is part of every other one, and its script would be too. */}
        <a href="/" className="text-accent underline">
          Go to the Overview
        </a>
      </p>
    </main>
  );
}
