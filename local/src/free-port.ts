import { createServer } from "node:net";
import { type PortName, type Ports, portVariable } from "./ports.ts";

/** @throws Error that names every taken port and the variable that moves it. */
export async function assertPortsFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  const taken: string[] = [];
  for (const name of names) {
    if (!(await isFree(ports[name])))
      taken.push(`  ${ports[name]} (${name}; change it with ${portVariable(name)})`);
  }
  if (taken.length > 0) throw new Error(`These ports are taken by another program:\n${taken.join("\n")}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => done(true)));
  });
}
