import { generate } from "selfsigned";

export interface ServerCertificate {
  /** The authority that clients must trust. */
  caPem: string;
  certificatePem: string;
  keyPem: string;
}

const DAYS_VALID = 365;

/** A certificate for the loopback names, signed by an authority made for it alone. */
export async function createServerCertificate(): Promise<ServerCertificate> {
  const notBeforeDate = new Date(Date.now() - 60_000);
  const notAfterDate = new Date(Date.now() + DAYS_VALID * 86_400_000);
  const validity = { notBeforeDate, notAfterDate, keyType: "ec" as const, algorithm: "sha256" };
  const authority = await generate([{ name: "commonName", value: "horizon-lab-ca" }], {
    ...validity,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "kube-apiserver" }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 2, value: "kubernetes.default.svc" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { caPem: authority.cert, certificatePem: server.cert, keyPem: server.private };
}
