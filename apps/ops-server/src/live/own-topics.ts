import type { LiveTopic } from "@horizon/contracts";

/** Half of a topic: what of it changed for one member alone. Only here: browsers know the topic. */
export type OwnTopic = `own:${string}:savedViews`;

/** What readers follow inside of this process. */
export type HubTopic = LiveTopic | OwnTopic;

export function ownTopic(topic: "savedViews", memberId: string): OwnTopic {
  return `own:${memberId}:${topic}`;
}

/** What a reader of these topics follows: the member's own halves with them. */
export function withOwnTopics(topics: readonly LiveTopic[], memberId: string): HubTopic[] {
  return topics.flatMap((topic) => (topic === "savedViews" ? [topic, ownTopic(topic, memberId)] : topic));
}

/** The topic as browsers know it. */
export function wireTopicOf(topic: HubTopic): LiveTopic {
  return isOwn(topic) ? "savedViews" : topic;
}

/** No topic of the wire begins so. */
function isOwn(topic: HubTopic): topic is OwnTopic {
  return topic.startsWith("own:");
}
