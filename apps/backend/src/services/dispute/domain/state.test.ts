import { disputeItemStates, letterStates, roundStates } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { itemEdges } from "./item-state.ts";
import { movesOn, progressOf } from "./mail-progress.ts";
import { letterEdges, pathBetween, roundEdges } from "./round-state.ts";

describe("machines", () => {
  test.each([
    ["item", itemEdges, disputeItemStates, "draft"],
    ["round", roundEdges, roundStates, "draft"],
    ["letter", letterEdges, letterStates, "rendered"],
  ] as const)("every state of the %s can be reached from its first", (_name, edges, states, first) => {
    const table = edges as Record<string, readonly string[]>;
    for (const state of states) expect(pathBetween(table, first, state), state).not.toBeNull();
  });

  test("a way takes every edge in between, and there is none backwards", () => {
    expect(pathBetween(letterEdges, "accepted_by_mailer", "delivered")).toEqual([
      "mailed",
      "in_transit",
      "delivered",
    ]);
    expect(pathBetween(letterEdges, "delivered", "mailed")).toBeNull();
    expect(pathBetween(itemEdges, "withdrawn", "attested")).toBeNull();
    expect(pathBetween(letterEdges, "mailed", "mailed")).toEqual([]);
  });
});

describe("events of the provider", () => {
  test.each([
    ["letter.certified.delivered", "delivered"],
    ["letter.processed_for_delivery", "in_transit"],
    ["letter.certified.returned_to_sender", "returned"],
    ["letter.rejected", "failed"],
    ["letter.viewed", null],
    ["letter.rendered_pdf", null],
    ["postcard.delivered", null],
  ])("%s means %s", (type, progress) => {
    expect(progressOf(type)).toBe(progress);
  });

  test("what is late or comes twice moves nothing", () => {
    expect(movesOn("accepted_by_mailer", "delivered")).toBe(true);
    expect(movesOn("delivered", "mailed")).toBe(false);
    expect(movesOn("delivered", "delivered")).toBe(false);
    expect(movesOn("returned", "delivered")).toBe(false);
    expect(movesOn("delivered", "in_transit")).toBe(false);
  });
});
