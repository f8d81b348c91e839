import { createServer } from "node:net";
import { AppError } from "@horizon/errors";

/** Checks that the loopback port can be listened on, or picks a free one for 0. */
export async function claimPort(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new AppError(
          "UNAVAILABLE",
          `Port ${port} is taken by another program, so PostgreSQL cannot start on it.`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const chosen = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}
