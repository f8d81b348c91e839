/** Something that a healthy release answers from outside. */
export interface Question {
  url: string;
  status: number;
  contentType: string;
  /** What the body holds; null where only status and type matter. */
  says: string | null;
}

/** `status` 0 is no answer at all, and `body` then says why. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

export function questionsFor(api: string, console: string): Question[] {
  const json = "application/json";
  return [
    { url: `${api}/health/ready`, status: 200, contentType: json, says: null },
    { url: `${api}/v1/openapi.json`, status: 200, contentType: json, says: '"openapi"' },
    // Who is not signed in learns nothing, in the form that every client understands.
    {
      url: `${api}/v1/customers`,
      status: 401,
      contentType: "application/problem+json",
      says: "auth.required",
    },
    { url: `${console}/sign-in`, status: 200, contentType: "text/html", says: "<html" },
  ];
}

/** What is wrong with an answer, or null. */
export function judgeAnswer(question: Question, { status, contentType, body }: Answer): string | null {
  if (status === 0) return `no answer: ${body}`;
  if (status !== question.status) return `answers ${status}, not ${question.status}`;
  if (!contentType.startsWith(question.contentType))
    return `answers with ${contentType || "no type"}, not ${question.contentType}`;
  if (question.says !== null && !body.includes(question.says)) return `does not say ${question.says}`;
  return null;
}
