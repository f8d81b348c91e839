import { BinaryWriter } from "@bufbuild/protobuf/wire";

export const OPENAPI_V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/**
 * `/openapi/v2` as Go clients ask for it, without a schema: they read schemas from version 3, and ask here only to
 * learn that a kind is unknown. Fields of gnostic's Document: swagger 1, info 2 (title 1, version 2), paths 8,
 * definitions 9.
 */
export function emptyOpenApiV2(): Uint8Array {
  const info = new BinaryWriter().tag(1, 2).string("Kubernetes").tag(2, 2).string("v1.35.0").finish();
  const empty = new Uint8Array();
  return new BinaryWriter()
    .tag(1, 2)
    .string("2.0")
    .tag(2, 2)
    .bytes(info)
    .tag(8, 2)
    .bytes(empty)
    .tag(9, 2)
    .bytes(empty)
    .finish();
}
