import { inContainer, inPod, itRefuses } from "../testing/rule-cases.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com/horizon-web";
const digest = `sha256:${"b".repeat(64)}`;
const image = (reference: string) => inContainer("image", reference);

itRefuses([
  [
    "image-by-digest",
    "a mutable tag",
    [image(`${ecr}:1.2.3`)],
    /horizon-web:1\.2\.3 is not an image of our registry by digest.*@sha256:<digest> in the overlay's images/,
  ],
  ["image-by-digest", "latest", [image(`${ecr}:latest`)], /:latest is not/],
  ["image-by-digest", "somebody else's registry", [image(`docker.io/web@${digest}`)], /our registry/],
  [
    "image-by-digest",
    "a base that no overlay gave an image",
    [image("registry.invalid/horizon-web")],
    /in the overlay's images/,
  ],
  [
    "image-by-digest",
    "a sidecar's tag",
    [inPod("initContainers", [{ name: "p", image: "p:1" }])],
    /p:1 is not/,
  ],
  [
    "image-is-released",
    "the placeholder",
    [image(`${ecr}@sha256:${"0".repeat(64)}`)],
    /stands for no release.*kustomize edit set image/,
  ],
  [
    "image-is-released",
    "the account of nobody",
    [image(`000000000000${ecr.slice(12)}@${digest}`)],
    /stands for no release/,
  ],
]);
