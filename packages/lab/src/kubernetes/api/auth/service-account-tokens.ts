import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../../world/clock.ts";
import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import { isJsonObject, type JsonObject, textAt } from "../../store/read-path.ts";
import type { UserInfo } from "./user-info.ts";

/** Tokens that the server itself signs for service accounts; they end with their time or with their account. */
export interface ServiceAccountTokens {
  issue(account: KubeObject, seconds: number): { token: string; expirationTimestamp: string };
  /** Whose token it is; undefined when it is none of these, is over, or its account is gone. */
  find(token: string): UserInfo | undefined;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function readClaims(payload: string): JsonObject {
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  return isJsonObject(claims) ? claims : {};
}

/** Signs with a key of its own, so that a restarted server knows none of the tokens from before. */
export function createServiceAccountTokens(store: () => ObjectStore, clock: Clock): ServiceAccountTokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac("sha256", key).update(text).digest();

  return {
    issue({ metadata }, seconds) {
      const { name, namespace = "", uid } = metadata;
      const issuedAt = Math.floor(clock.now() / 1000);
      const claims = {
        aud: ["https://kubernetes.default.svc"],
        exp: issuedAt + seconds,
        iat: issuedAt,
        iss: "https://kubernetes.default.svc",
        jti: randomUUID(),
        "kubernetes.io": { namespace, serviceaccount: { name, uid } },
        nbf: issuedAt,
        sub: `system:serviceaccount:${namespace}:${name}`,
      };
      const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
      return {
        token: `${text}.${sign(text).toString("base64url")}`,
        expirationTimestamp: `${new Date(claims.exp * 1000).toISOString().slice(0, 19)}Z`,
      };
    },
    find(token) {
      const [header = "", payload = "", signature = ""] = token.split(".");
      const given = Buffer.from(signature, "base64url");
      const expected = sign(`${header}.${payload}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const claims = readClaims(payload);
      if (Number(claims.exp) * 1000 <= clock.now()) return undefined;
      const owner = ["kubernetes.io", "serviceaccount"];
      const namespace = textAt(claims, ["kubernetes.io", "namespace"]) ?? "";
      const account = store().find("serviceaccounts", namespace, textAt(claims, [...owner, "name"]) ?? "");
      if (account?.metadata.uid !== textAt(claims, [...owner, "uid"])) return undefined;
      const groups = [
        "system:serviceaccounts",
        `system:serviceaccounts:${namespace}`,
        "system:authenticated",
      ];
      return { username: textAt(claims, ["sub"]) ?? "", uid: account?.metadata.uid, groups };
    },
  };
}
