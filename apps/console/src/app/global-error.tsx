"use client";
import { useEffect } from "react";
import { reportFailure } from "@/failures/report-failure";

/**
 * The last resort: shown in place of everything, so it depends on no other component. It loads the page anew, as a part of it that is
 * gone since the console was updated does not come back otherwise.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  useEffect(() => {
    if (error.digest === undefined) reportFailure(error);
  }, [error]);
  return (
    <html lang="en" style={{ colorScheme: "light dark", background: "Canvas", color: "CanvasText" }}>
      <body>
        <main style={{ font: "14px/1.5 system-ui", maxWidth: "28rem", margin: "20vh auto", padding: "1rem" }}>
          <title>Horizon</title>
          <h1 style={{ font: "600 20px/1.4 system-ui", margin: "0 0 8px" }}>The console cannot be shown</h1>
          <p style={{ margin: "0 0 16px" }}>
            It may have been updated while this page was open: then loading it again helps. What runs in the
            clusters is not affected.
          </p>
          <button
            type="button"
            onClick={() => window.location.reload()}
            style={{ font: "inherit", padding: "6px 12px", border: "1px solid", borderRadius: "6px" }}
          >
            Load the page again
          </button>
        </main>
      </body>
    </html>
  );
}
