import { expect, test } from "vitest";
import { extractCommands } from "./extract-commands.ts";

const wordsOf = (line: string) => extractCommands(`\`\`\`sh\n${line}\n\`\`\``).map(({ words }) => words);

test.each([
  [
    "quotes",
    `kubectl get pods -o jsonpath='{.items[?(@.x>3)].name}'`,
    [["kubectl", "get", "pods", "-o", "jsonpath={.items[?(@.x>3)].name}"]],
  ],
  [
    "a variable inside of quotes",
    `psql "host=x" -c "select $PID"`,
    [["psql", "host=x", "-c", "select $PID"]],
  ],
  [
    "pipes and a comment",
    "kubectl get pods | cut -f1 # the first",
    [
      ["kubectl", "get", "pods"],
      ["cut", "-f1"],
    ],
  ],
  ["redirections", "openssl s_client </dev/null", [["openssl", "s_client"]]],
])("%s", (_, line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test("an assignment says which variable it sets, and what it runs", () => {
  const text = "text\n\n   ```sh\n   POD=$(kubectl get pods | cut -f1)\n   SLOT=name\n   ```\n";
  expect(extractCommands(text, 10)).toEqual([
    { line: 14, words: ["kubectl", "get", "pods"], sets: "POD" },
    { line: 14, words: ["cut", "-f1"], sets: "POD" },
    { line: 15, words: [""], sets: "SLOT" },
  ]);
});

test("only fenced sh blocks are commands", () => {
  expect(extractCommands("kubectl get pods\n```yaml\nkubectl: x\n```\n`kubectl get nodes`\n")).toEqual([]);
});
