"use client";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { logLevels } from "./log-filter.ts";

const parsers = {
  text: parseAsString.withDefault(""),
  level: parseAsStringLiteral(logLevels),
  pod: parseAsString,
  container: parseAsString,
  sidecars: parseAsBoolean.withDefault(false),
  previous: parseAsBoolean.withDefault(false),
};

/** What of the logs is shown, kept in the address. */
export function useLogParams() {
  const [params, setParams] = useQueryStates(parsers, { throttleMs: 200 });
  return { params, setParams };
}

export type LogParams = ReturnType<typeof useLogParams>;
