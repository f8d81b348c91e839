import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { type AwsCredentials, createEksTokens } from "./eks-token.ts";

export interface EksUserOptions {
  readonly cluster: string;
  readonly region: string;
  /** Of this process when left out: the pod's identity, or what AWS's variables and files say. */
  readonly getCredentials?: () => Promise<AwsCredentials>;
  readonly now?: () => number;
}

/**
 * The same cluster and context with another user: one who signs in to EKS by tokens made in this process. What the kubeconfig
 * would have run for it, such as the AWS CLI, is not run. Loading a configuration anew forgets the token.
 */
export function withEksUser(
  loaded: KubeConfig,
  { cluster, region, getCredentials, now }: EksUserOptions,
): KubeConfig {
  const user = "horizon-eks";
  const context = loaded.getContextObject(loaded.getCurrentContext());
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: loaded.getClusters(),
    users: [{ name: user }],
    contexts: [{ ...context, user }],
    currentContext: loaded.getCurrentContext(),
  });
  const getToken = createEksTokens({
    cluster,
    region,
    getCredentials: getCredentials ?? defaultProvider(),
    now: now ?? Date.now,
  });
  kubeConfig.addAuthenticator({
    isAuthProvider: ({ name }) => name === user,
    async applyAuthentication(_user, options) {
      options.headers = { ...options.headers, Authorization: `Bearer ${await getToken()}` };
    },
  });
  return kubeConfig;
}
