/** How an argument may be used: it must be set, it may be set, or only the provider tells it. */
export type ArgumentUse = "required" | "optional" | "computed";

export interface BlockSchema {
  readonly attributes: Readonly<Record<string, ArgumentUse>>;
  readonly blocks: Readonly<Record<string, BlockSchema>>;
}

/** What a provider accepts, for the resources and data sources that this configuration uses. */
export interface ProviderSchema {
  readonly provider: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly dataSources: Readonly<Record<string, BlockSchema>>;
}
