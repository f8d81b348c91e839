"use client";
import { useAddress } from "@/address";
import { flag, oneOf, optionalText, text } from "@/address/params";
import { logLevels } from "./log-filter.ts";

const parsers = {
  text: text,
  level: oneOf(logLevels),
  pod: optionalText,
  container: optionalText,
  sidecars: flag,
  previous: flag,
};

/** What of the logs is shown, kept in the address. */
export function useLogParams() {
  const [params, setParams] = useAddress(parsers);
  return { params, setParams };
}

export type LogParams = ReturnType<typeof useLogParams>;
