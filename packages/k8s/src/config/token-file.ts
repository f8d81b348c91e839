import { readFile } from "node:fs/promises";
import { AppError } from "@horizon/errors";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";

type User = ReturnType<KubeConfig["getUsers"]>[number];

/** The user with what client-node calls `tokenFile`: it does not know the kubeconfig's own field. */
export function withTokenFile(user: User, file: string): User {
  return { ...user, authProvider: { name: "tokenFile", config: { tokenFile: file } } };
}

/**
 * The same configuration, in which the current user's token file is read for every resolution of its credentials. client-node would
 * keep what it read for a minute on top of that, with the newline at its end, and fail while the file is being replaced.
 */
export function readTokenFileAnew(loaded: KubeConfig, cluster: string): KubeConfig {
  const user = loaded.getCurrentUser();
  const file = (user?.authProvider as { config?: { tokenFile?: unknown } } | null | undefined)?.config
    ?.tokenFile;
  if (!user || typeof file !== "string") return loaded;
  const { authProvider: _provider, token, ...rest } = user;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: loaded.getClusters(),
    users: [rest],
    contexts: loaded.getContexts(),
    currentContext: loaded.getCurrentContext(),
  });
  const getToken = createTokenReader(file, token || undefined, cluster);
  kubeConfig.addAuthenticator({
    isAuthProvider: ({ name }) => name === user.name,
    async applyAuthentication(_user, options) {
      options.headers = { ...options.headers, Authorization: `Bearer ${await getToken()}` };
    },
  });
  return kubeConfig;
}

/** As client-go: what was last read is good until something else can be read. */
function createTokenReader(file: string, given: string | undefined, cluster: string): () => Promise<string> {
  let last = given;
  return async () => {
    const found = await readFile(file, "utf8").then(
      (text) => ({ token: text.trim(), problem: "is empty" }),
      (cause: NodeJS.ErrnoException) => ({ token: "", problem: `cannot be read (${cause.code ?? "error"})` }),
    );
    last = found.token || last;
    if (last) return last;
    const message = `The token file ${file} of cluster ${cluster} ${found.problem}.`;
    const publicMessage = `Horizon cannot sign in to cluster ${cluster}: its token cannot be read.`;
    throw new AppError("UPSTREAM_UNAVAILABLE", message, { publicMessage });
  };
}
