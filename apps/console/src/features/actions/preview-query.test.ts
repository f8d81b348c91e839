import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { previewQuery } from "./preview-query.ts";

const queryClient = new QueryClient();
afterEach(() => queryClient.clear());

test("a preview stays as the person sees it until they ask again, whatever is asked anew on the page", async () => {
  const ask = vi.fn(async () => ({ stepIndex: ask.mock.calls.length }));
  const preview = new QueryObserver(queryClient, { queryKey: ["preview"], queryFn: ask, ...previewQuery });
  const leave = preview.subscribe(() => {});
  await vi.waitFor(() => expect(preview.getCurrentResult().data).toEqual({ stepIndex: 1 }));
  // As when the session is good again after it had ended.
  await queryClient.invalidateQueries();
  expect(preview.getCurrentResult().data).toEqual({ stepIndex: 1 });
  await preview.refetch();
  expect(preview.getCurrentResult().data).toEqual({ stepIndex: 2 });
  leave();
});
