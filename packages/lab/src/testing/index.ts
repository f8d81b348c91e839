export { CLUSTERS, clusterFoundation, clusterWorkloads } from "../estate/cluster-estate.ts";
export type { Manifest } from "../estate/estate-object.ts";
export { createServerCertificate, type ServerCertificate } from "../kubernetes/api/server-certificate.ts";
export type { Rollout } from "../kubernetes/rollouts/model/rollout-object.ts";
export { createObjectStore } from "../kubernetes/store/create-object-store.ts";
export { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";
export { type EmptyCluster, startEmptyCluster } from "./empty-cluster.ts";
export { createKubectl, findKubectl, type Kubectl } from "./kubectl.ts";
