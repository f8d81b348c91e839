import { numberAt } from "../../store/read-path.ts";
import { invalid } from "../../store/status-error.ts";
import {
  type ApiContext,
  type ApiRequest,
  isDryRun,
  jsonReply,
  parseBody,
  type Reply,
} from "../api-request.ts";
import { invalidValue } from "../validation/field-causes.ts";
import { getStored } from "../write-object.ts";

const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 600;
const KIND = { group: "authentication.k8s.io", plural: "tokenrequests", kind: "TokenRequest" };

/** `POST serviceaccounts/x/token`: a token of the account, for an hour unless something else is asked for. */
export function requestToken(context: ApiContext, request: ApiRequest): Reply {
  const account = getStored(context, request);
  const body = parseBody(request);
  const seconds = numberAt(body, ["spec", "expirationSeconds"]) ?? DEFAULT_SECONDS;
  if (seconds < MIN_SECONDS) {
    const why = "may not specify a duration less than 10 minutes";
    throw invalid(KIND, account.metadata.name, [invalidValue("spec.expirationSeconds", seconds, why)]);
  }
  const status = isDryRun(request.query)
    ? { token: "", expirationTimestamp: null }
    : context.accountTokens.issue(account, seconds);
  const { name, namespace } = account.metadata;
  return jsonReply(
    {
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: { name, namespace },
      spec: { expirationSeconds: seconds },
      status,
    },
    201,
  );
}
