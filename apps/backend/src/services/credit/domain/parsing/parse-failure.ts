/** Why a file cannot be read as a report. Told to the person; carries nothing of the file. */
export const parseFailureReasons = {
  unsupported:
    "The file is neither TrueLink JSON, MISMO XML or JSON, nor the web page of a three-bureau report.",
  malformed: "The file is damaged: it cannot be read to its end.",
  not_a_report: "The file was read, but there is no credit report in it.",
  unsafe_xml: "The XML declares a document type or entities, which a report does not need.",
  too_deep: "The file is nested more deeply than any report.",
  too_large: "The file holds more than a report can.",
  timed_out: "Reading the file took too long.",
  out_of_memory: "Reading the file took too much memory.",
} as const;
export type ParseFailureReason = keyof typeof parseFailureReasons;

export class ParseFailure extends Error {
  override readonly name = "ParseFailure";
  readonly reason: ParseFailureReason;

  constructor(reason: ParseFailureReason, options?: ErrorOptions) {
    super(parseFailureReasons[reason], options);
    this.reason = reason;
  }
}
