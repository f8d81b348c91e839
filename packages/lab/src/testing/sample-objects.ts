/** Where the samples are posted. */
export const deploymentsPath = "/apis/apps/v1/namespaces/default/deployments";
export const rolloutsPath = "/apis/argoproj.io/v1alpha1/namespaces/default/rollouts";

/** An apps/v1 Deployment of two pods, to be posted. */
export const deployment = (name: string, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "web", image: "web:1" }] },
    },
    ...spec,
  },
});
/** A Rollout with the pods of `deployment`. */
export const rollout = (name: string) => ({
  ...deployment(name),
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
});
export const configMap = (name: string, labels: object = {}) => ({
  metadata: { name, labels },
  data: { a: "b" },
});
