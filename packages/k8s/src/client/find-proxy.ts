import { BlockList, isIP } from "node:net";
import { AppError } from "@horizon/errors";

/** Variables of a process. */
type Environment = Readonly<Record<string, string | undefined>>;

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

const schemes = new Set(["http:", "https:", "socks5:"]);

/**
 * The proxy through which kubectl, and every client in Go, would reach the server; undefined where it would go straight to it.
 * `NO_PROXY` names hosts, domains and address ranges; undici's own reading of it knows no ranges, with which clusters are excepted.
 *
 * @throws AppError UPSTREAM_UNAVAILABLE when the variable does not hold an address; what it holds may be a secret.
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function findProxy(server: URL, environment: Environment): string | undefined {
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = environment[name] || environment[name.toLowerCase()];
  if (!proxy || isExcepted(server, environment.NO_PROXY || environment.no_proxy || "")) return undefined;
  const address = proxy.includes("://") ? proxy : `http://${proxy}`;
  if (isProxyAddress(address)) return address;
  throw new AppError("UPSTREAM_UNAVAILABLE", `${name} is not the address of a proxy.`);
}

/** Whether clients know how to go through it. */
export function isProxyAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.hostname !== "" && schemes.has(url.protocol);
}

function isExcepted(server: URL, exceptions: string): boolean {
  const host = server.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  if (host === "localhost" || contains(loopback, host)) return true;
  return exceptions.split(",").some((entry) => matches(entry.trim().toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [, range, bits] = /^([0-9a-f.:]+)\/(\d+)$/.exec(entry) ?? [];
  if (range !== undefined && isIP(range) !== 0) return isInRange(range, Number(bits), host);
  const [, name = entry, onlyPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const wanted = name.replace(/^\[(.*)\]$/, "$1").replace(/^\*\./, ".");
  if (wanted === "") return false;
  if (isIP(wanted) !== 0) return isInRange(wanted, isIP(wanted) === 4 ? 32 : 128, host);
  return wanted.startsWith(".") ? host.endsWith(wanted) : host === wanted || host.endsWith(`.${wanted}`);
}

function isInRange(address: string, bits: number, host: string): boolean {
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  if (bits > (family === "ipv4" ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(address, bits, family);
  return contains(range, host);
}

function contains(range: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && range.check(host, family === 4 ? "ipv4" : "ipv6");
}
