import { defineMachine } from "../../platform/state-machine.ts";
import { itemEdges } from "./domain/item-state.ts";
import { letterEdges, roundEdges } from "./domain/round-state.ts";

export const itemMachine = defineMachine("dispute item", itemEdges);
export const roundMachine = defineMachine("round", roundEdges);
export const letterMachine = defineMachine("letter", letterEdges);
