import type { EventData, EventEnvelope, EventType } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";

export interface ConsumedEvent<T extends EventType> extends Omit<EventEnvelope, "type" | "data"> {
  readonly type: T;
  readonly data: EventData<T>;
}

interface Consumption<T extends EventType> {
  /** The transaction in which the event is also marked as processed. */
  readonly db: Db;
  readonly event: ConsumedEvent<T>;
}

/**
 * What a service does with the events that it is sent. A function runs in the transaction of the mark, which other events share: its effect
 * happens once, and it asks nobody but the database. An object first runs `act`, outside of any transaction, for calls to providers and other
 * services, which must be idempotent; what it returns is stored by `record`.
 */
export type Consumers<C> = {
  readonly [T in EventType]?:
    | ((context: C, consumption: Consumption<T>) => Promise<void>)
    | {
        act(context: C, consumption: Omit<Consumption<T>, "db">): Promise<unknown>;
        record(context: C, consumption: Consumption<T>, result: unknown): Promise<void>;
      };
};
