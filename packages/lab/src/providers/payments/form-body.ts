/** Nested members of a form body, as Stripe's API takes them: `metadata[order]=1` is `{ metadata: { order: "1" } }`. */
export type FormBody = { [key: string]: string | FormBody };

const maxDepth = 5;

export function parseFormBody(text: string): FormBody {
  const body: FormBody = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = [...name.matchAll(/[^[\]]+/g)].map(([key]) => key).slice(0, maxDepth);
    let target = body;
    for (const key of keys.slice(0, -1)) {
      const next = Object.hasOwn(target, key) ? target[key] : undefined;
      const child = typeof next === "object" ? next : {};
      if (child !== next)
        Object.defineProperty(target, key, {
          value: child,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      target = child;
    }
    const last = keys.at(-1);
    if (last !== undefined)
      Object.defineProperty(target, last, { value, enumerable: true, writable: true, configurable: true });
  }
  return body;
}
