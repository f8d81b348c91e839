import { createServer } from "node:net";
import { AppError } from "@horizon/errors";
import { ownPorts } from "./own-ports.ts";

/** Checks that the loopback port can be listened on, or picks one of our own for 0. */
export async function claimPort(port: number): Promise<number> {
  if (port === 0) return (await ownPorts(1))[0] ?? 0;
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
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}
