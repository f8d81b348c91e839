import {
  anyObject,
  fields,
  flag,
  int32,
  int64,
  listOf,
  mapOf,
  type StructuralSchema,
  text,
} from "../structural-schema.ts";

const names = (description: string) => listOf(text(), description);
const named = (description: string) => fields(description, { name: text() }, ["name"]);

const istioService = (description: string, required: readonly string[]): StructuralSchema =>
  fields(
    description,
    {
      name: text("The VirtualService."),
      routes: names("Its HTTP routes; may be left out where there is one."),
      tlsRoutes: listOf(fields("", { port: int64(), sniHosts: names("") }), "Its TLS routes."),
      tcpRoutes: listOf(fields("", { port: int64() }), "Its TCP routes."),
    },
    required,
  );

/** What splits the traffic, where the number of pods does not. */
export const trafficRouting = fields("What splits the traffic; without it the number of pods does.", {
  maxTrafficWeight: int32("The weight that means all of it; 100 unless said."),
  managedRoutes: listOf(
    fields("", { name: text() }, ["name"]),
    "Routes that the steps may make, in their order.",
  ),
  alb: fields(
    "Amazon's application load balancer, by an annotation of its Ingress.",
    {
      ingress: text("The Ingress."),
      ingresses: names("Several of them, instead of one."),
      servicePort: int32("The port that the Ingress forwards to."),
      rootService: text("The Service that the Ingress names; the stable one unless said."),
      annotationPrefix: text("In front of the annotation; alb.ingress.kubernetes.io unless said."),
      stickinessConfig: fields(
        "Keeps a caller at one version.",
        { enabled: flag("Whether it does."), durationSeconds: int64("For how long.") },
        ["durationSeconds", "enabled"],
      ),
    },
    ["servicePort"],
  ),
  nginx: fields("The NGINX Ingress controller.", {
    stableIngress: text("The Ingress."),
    stableIngresses: names("Several of them, instead of one."),
    annotationPrefix: text("In front of its annotations; nginx.ingress.kubernetes.io unless said."),
    additionalIngressAnnotations: mapOf(text(), "For the canary's Ingress, with the prefix put in front."),
    canaryIngressAnnotations: mapOf(text(), "For the canary's Ingress, as they are."),
  }),
  istio: fields("Istio.", {
    virtualService: istioService("The VirtualService.", ["name"]),
    virtualServices: listOf(istioService("", ["name"]), "Several of them, instead of one."),
    destinationRule: fields(
      "Splits by subsets of one host.",
      {
        name: text("The DestinationRule."),
        canarySubsetName: text("The canary's subset."),
        stableSubsetName: text("The stable one's."),
        additionalSubsetNames: names("More subsets that are kept in step."),
      },
      ["canarySubsetName", "name", "stableSubsetName"],
    ),
  }),
  smi: fields("A service mesh that speaks SMI.", {
    rootService: text("The Service that clients use."),
    trafficSplitName: text("The TrafficSplit."),
  }),
  ambassador: fields("Emissary.", { mappings: names("The Mappings of the stable version.") }, ["mappings"]),
  appMesh: fields("AWS App Mesh.", {
    virtualService: fields("", { name: text(), routes: names("") }, ["name"]),
    virtualNodeGroup: fields("", { canaryVirtualNodeRef: named(""), stableVirtualNodeRef: named("") }, [
      "canaryVirtualNodeRef",
      "stableVirtualNodeRef",
    ]),
  }),
  traefik: fields("Traefik.", { weightedTraefikServiceName: text("The TraefikService.") }, [
    "weightedTraefikServiceName",
  ]),
  apisix: fields("Apache APISIX.", {
    route: fields("", { name: text("The ApisixRoute."), rules: names("Its rules.") }, ["name"]),
  }),
  plugins: anyObject("Routers that plugins of the controller speak to, by their names."),
});
