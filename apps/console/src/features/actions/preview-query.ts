import { keepPreviousData } from "@tanstack/react-query";

/**
 * How a preview is asked for: once an opening. The state that the person sees and decides on must not be replaced beneath
 * them, also not where everything else on the page is asked anew; asking again is their own step.
 */
export const previewQuery = {
  staleTime: "static",
  gcTime: 0,
  refetchOnReconnect: false,
  placeholderData: keepPreviousData,
} as const;
