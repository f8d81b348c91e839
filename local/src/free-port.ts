import { createServer } from "node:net";
import { type PortName, type Ports, portVariable } from "./ports.ts";

/** What `localhost` may mean to a browser: another program on either would be shown in our place. */
const loopbacks = ["127.0.0.1", "::1"];
/** A machine without IPv6. */
const noSuchAddress = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

/** @throws Error that names every port that cannot be had, why, and the variable that moves it. */
export async function assertPortsFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  const refused: string[] = [];
  for (const name of names) {
    const code = await findRefusal(ports[name]);
    if (code !== null) refused.push(describeRefusal(code, ports[name], name));
  }
  if (refused.length > 0) throw new Error(`These ports cannot be used:\n${refused.join("\n")}`);
}

/** One line for a person who can do something about it. */
export function describeRefusal(code: string, port: number, name: PortName): string {
  const reasons: Record<string, string> = {
    EADDRINUSE: "taken by another program",
    EACCES: "the system keeps it for administrators",
  };
  return `  ${port} (${name}; change it with ${portVariable(name)}): ${reasons[code] ?? code}`;
}

async function findRefusal(port: number): Promise<string | null> {
  for (const host of loopbacks) {
    const code = await tryToListen(port, host);
    if (code !== null && !noSuchAddress.includes(code)) return code;
  }
  return null;
}

/** @returns null when it went well, else the system's code. */
function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    server.listen({ port, host, exclusive: true, ipv6Only: true }, () => server.close(() => done(null)));
  });
}
