export { createObjectStore } from "../kubernetes/store/create-object-store.ts";
export { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";
