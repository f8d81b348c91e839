export interface TestMember {
  username: string;
  password: string;
}

/**
 * Reads the member that browser tests sign in as, `{"username": "…", "password": "…"}` as Secrets Manager has it.
 * @throws Error that says what to set, and never what was set
 */
export function readTestMember(text: string | undefined): TestMember {
  const { username, password } = parse(text ?? "");
  if (typeof username === "string" && username && typeof password === "string" && password)
    return { username, password };
  throw new Error('Set TEST_MEMBER to {"username": "…", "password": "…"}: nobody signs in without it.');
}

function parse(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
