"use client";

/** The last resort: shown in place of everything, so it depends on nothing. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main style={{ font: "14px/1.5 system-ui", maxWidth: "28rem", margin: "20vh auto", padding: "1rem" }}>
          <title>Horizon</title>
          <h1>The console broke</h1>
          <p>What runs in the clusters is not affected.</p>
          <button type="button" onClick={reset}>
            Load the page again
          </button>
        </main>
      </body>
    </html>
  );
}
