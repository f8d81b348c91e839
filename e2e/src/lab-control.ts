/** Calls a scenario up and resolves, with what the lab says of it, when it is applied. */
export async function callScenario(name: string): Promise<string> {
  const response = await fetch(`${process.env.LAB_CONTROL_URL}/scenarios/${name}`, { method: "POST" });
  const { message } = (await response.json()) as { message: string };
  if (!response.ok) throw new Error(`scenario ${name}: ${message}`);
  return message;
}

/** Stops or starts a controller of production, such as that of rollouts. */
export async function switchController(name: string, running: boolean): Promise<void> {
  const response = await fetch(`${process.env.LAB_CONTROL_URL}/clusters/production/controllers`, {
    method: "POST",
    body: JSON.stringify({ name, running }),
  });
  if (!response.ok) throw new Error(`controller ${name}: ${await response.text()}`);
}

/** Takes the right to a resource of production, such as `pods`; null gives it back. */
export async function forbidResource(resource: string | null): Promise<void> {
  const response = await fetch(`${process.env.LAB_CONTROL_URL}/clusters/production/faults`, {
    method: "POST",
    body: JSON.stringify({ forbid: resource }),
  });
  if (!response.ok) throw new Error(`forbid ${resource}: ${await response.text()}`);
}
