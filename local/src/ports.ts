/** Every port of a local Horizon, in one place. Each can be changed: HORIZON_PORT_CONSOLE=3100, and so on. */
const defaults = {
  console: 3000,
  opsServer: 4000,
  /** Where its worker says whether it is well. */
  opsWorker: 4001,
  /** The customers' API; the services behind it follow. */
  gateway: 8080,
  authService: 8081,
  customerService: 8082,
  creditService: 8083,
  disputeService: 8084,
  billingService: 8085,
  notificationService: 8086,
  workerService: 8087,
  postgres: 5440,
  labControl: 4100,
  labProduction: 4101,
  labStaging: 4102,
  labDr: 4103,
  /** Mailer, payments, e-mail, object store and business clock of the backend. */
  labProviders: 4110,
} as const;

export type PortName = keyof typeof defaults;
export type Ports = Record<PortName, number>;

/** Of the customers' API, which need not run. */
export const backendPortNames = [
  "gateway",
  "authService",
  "customerService",
  "creditService",
  "disputeService",
  "billingService",
  "notificationService",
  "workerService",
] as const satisfies readonly PortName[];

/** Of everything else. */
export const ownPortNames = (Object.keys(defaults) as PortName[]).filter(
  (name) => !backendPortNames.some((backend) => backend === name),
);

/** `labProduction` → `HORIZON_PORT_LAB_PRODUCTION` */
export function portVariable(name: PortName): string {
  return `HORIZON_PORT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** @throws Error that names the variable when a value is not a port or two names share one. */
export function readPorts(env: Record<string, string | undefined>): Ports {
  const ports = Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) => [name, readPort(name as PortName, fallback, env)]),
  ) as Ports;
  const seen = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const other = seen.get(port);
    if (other) throw new Error(`Port ${port} is given to both ${other} and ${name}.`);
    seen.set(port, name);
  }
  return ports;
}

function readPort(name: PortName, fallback: number, env: Record<string, string | undefined>): number {
  const text = env[portVariable(name)];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${portVariable(name)} must be a port from 1 to 65535, not "${text}".`);
  }
  return port;
}
