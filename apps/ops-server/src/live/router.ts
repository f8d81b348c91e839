import { subscribeInput } from "@horizon/contracts";
import { readProcedure, router } from "../trpc/init.ts";
import { subscribe } from "./subscribe.ts";

export const liveRouter = router({
  subscribe: readProcedure.input(subscribeInput).subscription(({ ctx, input, signal }) =>
    // tRPC gives a signal to every request over HTTP; a caller in the same process may leave it out.
    subscribe(ctx.ops, ctx.signedIn, input, signal ?? new AbortController().signal),
  ),
});
