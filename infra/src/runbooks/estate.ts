/** A workload, or another object of a cluster that runbooks name. */
export interface EstateObject {
  kind: string;
  name: string;
  namespace: string;
  /** Labels by which a selector finds it or its pods. */
  labels: Record<string, string>;
  containers: string[];
}

export interface EstateCluster {
  objects: EstateObject[];
}

/** What AWS holds in one region, by the identifiers that its commands take. */
export interface EstateRegion {
  databases: string[];
  caches: string[];
  documentClusters: string[];
  /** EKS cluster → its node groups. */
  clusters: Record<string, string[]>;
  /** `Name` tags of instances. */
  instances: string[];
}

/** Everything that a command of a runbook can name. */
export interface Estate {
  /** By kubeconfig context. */
  clusters: Record<string, EstateCluster>;
  regions: Record<string, EstateRegion>;
  domains: string[];
  databaseNames: string[];
  /** `schema.table` */
  tables: string[];
}
