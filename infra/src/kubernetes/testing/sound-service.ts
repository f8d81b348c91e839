import { parseObjects, type RenderedObject } from "../rendered-object.ts";

const digest = "a".repeat(64);

/** A namespace with one service that keeps every rule: what tests break in one place each. */
function soundService(): RenderedObject[] {
  return parseObjects(`
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ protocol: TCP, port: 3000 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { tier: core } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: web
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 60
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: web } }
      containers:
        - name: web
          image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/horizon-web:1.2.3@sha256:${digest}
          ports: [{ name: http, containerPort: 3000 }]
          env:
            - name: REDIS_URL
              valueFrom: { secretKeyRef: { name: web-secrets, key: redis-url } }
          resources:
            requests: { cpu: 250m, memory: 512Mi }
            limits: { cpu: "1", memory: 1Gi }
          livenessProbe: { httpGet: { path: /health/live, port: 3000 } }
          readinessProbe: { httpGet: { path: /health/ready, port: 3000 } }
          lifecycle: { preStop: { sleep: { seconds: 15 } } }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 3000 }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web-hpa, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 3
  maxReplicas: 20
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  refreshInterval: 1h
  secretStoreRef: { kind: ClusterSecretStore, name: aws-secrets-manager }
  target: { name: web-secrets, creationPolicy: Owner }
  data: [{ secretKey: redis-url, remoteRef: { key: redis } }]
`);
}

/** Takes an object away, or writes a value at a path in it: `spec.template.spec.containers.0.image`. */
export type Change =
  | { remove: string }
  | { at: string; path: string; value: unknown }
  | { add: RenderedObject };

/** The sound service with changes made: objects are named `Kind/name`. */
export function soundServiceWith(...changes: readonly Change[]): RenderedObject[] {
  const objects = soundService();
  for (const change of changes) {
    if ("add" in change) {
      objects.push(change.add);
      continue;
    }
    const id = "remove" in change ? change.remove : change.at;
    const index = objects.findIndex(({ kind, metadata }) => `${kind}/${metadata.name}` === id);
    const found = objects[index];
    if (!found) throw new Error(`The sound service has no ${id}`);
    if ("remove" in change) objects.splice(index, 1);
    else write(found, change.path.split("."), change.value);
  }
  return objects;
}

function write(target: object, [key = "", ...rest]: string[], value: unknown): void {
  const holder = target as Record<string, object>;
  if (rest.length > 0) {
    holder[key] ??= {};
    write(holder[key], rest, value);
  } else if (value === undefined) delete holder[key];
  else (holder as Record<string, unknown>)[key] = value;
}
