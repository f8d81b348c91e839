import { Sha256 } from "@aws-crypto/sha256-js";
import { AppError } from "@horizon/errors";
import { SignatureV4 } from "@smithy/signature-v4";

/** What AWS signs with, as its SDK resolves it; `expiration` where it ends by itself. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface EksTokenOptions {
  /** Name of the cluster in EKS. */
  readonly cluster: string;
  readonly region: string;
  readonly getCredentials: () => Promise<AwsCredentials>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** EKS takes a token for fifteen minutes after it was signed. */
const reuseMs = 10 * 60_000;
const marginMs = 60_000;
/** Seconds; what the AWS CLI asks for. The token outlives it: EKS asks STS at once. */
const urlLifeSeconds = 60;

/**
 * Tokens by which EKS knows an AWS identity: a signed question to STS, "who am I", that the cluster asks in our place. Nothing is
 * sent to make one. One token is kept and made anew before it ends, or before the credentials behind it do.
 *
 * @throws AppError UPSTREAM_UNAVAILABLE when there are no credentials of AWS.
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 */
export function createEksTokens(options: EksTokenOptions): () => Promise<string> {
  let current: { token: string; untilMs: number } | undefined;
  return async () => {
    const now = options.now();
    if (current !== undefined && now < current.untilMs) return current.token;
    const credentials = await options.getCredentials().catch((cause: unknown) => {
      const message = `AWS gives no credentials to sign in to the EKS cluster ${options.cluster} with.`;
      throw new AppError("UPSTREAM_UNAVAILABLE", message, { cause, publicMessage: message });
    });
    const endsMs = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    current = {
      token: await signToken(options, credentials),
      untilMs: Math.min(now + reuseMs, endsMs - marginMs),
    };
    return current.token;
  };
}

async function signToken(
  { cluster, region, now }: EksTokenOptions,
  credentials: AwsCredentials,
): Promise<string> {
  const hostname = `sts.${region}.amazonaws.com`;
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256: Sha256 });
  const { query = {} } = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname,
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: hostname, "x-k8s-aws-id": cluster },
    },
    { expiresIn: urlLifeSeconds, signingDate: new Date(now()) },
  );
  const parameters = new URLSearchParams(query as Record<string, string>);
  const url = `https://${hostname}/?${parameters}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}
