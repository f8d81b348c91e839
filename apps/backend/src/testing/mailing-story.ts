import type { ApiBody } from "./api-client.ts";
import { type DisputeCustomer, type DisputeStory, startDisputeStory } from "./dispute-story.ts";

/** A story of disputes with one customer, whose letters are mailed. */
export interface MailingStory {
  readonly story: DisputeStory;
  readonly customer: DisputeCustomer;
  /** So many hours from now, on the service's clock. */
  hours(count: number): string;
  /** The letter, and its round, as they are now. */
  letterIn(letter: ApiBody): Promise<ApiBody>;
  roundIn(letter: ApiBody): Promise<ApiBody>;
  /** Events that a service was performed. */
  performed(): ReturnType<DisputeStory["service"]["listEvents"]>;
  /** An approved letter of a new round. */
  addLetter(fields?: Record<string, unknown>): Promise<ApiBody>;
  /** An approved letter that was asked to be sent. */
  sendLetter(channel?: string, fields?: Record<string, unknown>): Promise<ApiBody>;
  /** Kinds of the tasks that are open for the customer. */
  tasks(): Promise<string[]>;
}

export async function startMailingStory(env: Record<string, string> = {}): Promise<MailingStory> {
  const story = await startDisputeStory(env);
  const customer = await story.addCustomer();

  async function addLetter(fields: Record<string, unknown> = {}): Promise<ApiBody> {
    const round = (await story.addRound(customer, [await story.addItem(customer)], fields)).body;
    return story.addApprovedLetter(customer, round);
  }

  return {
    story,
    customer,
    hours: (count) => new Date(story.service.clock.now().getTime() + count * 3_600_000).toISOString(),
    letterIn: (letter) => story.read(customer, `/v1/letters/${letter.id}`),
    roundIn: (letter) => story.read(customer, `/v1/rounds/${letter.round_id}`),
    performed: () => story.service.listEvents("service.performed.v1"),
    addLetter,
    async sendLetter(channel = "certified", fields = {}) {
      const letter = await addLetter(fields);
      const answer = await story.send(customer, letter, channel);
      if (answer.status !== 202) throw new Error(`The letter was not sent: ${JSON.stringify(answer.body)}`);
      return letter;
    },
    async tasks() {
      const { tasks: open } = await story.read(customer, "/v1/disputes/dashboard");
      return open.map(({ kind }: { kind: string }) => kind);
    },
  };
}
