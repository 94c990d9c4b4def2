import { z } from "zod";

/** The object itself, be it sent alone (REST) or inside a webhook's payload under `key`. */
export function unwrap(item: unknown, key: string): unknown {
  const { data } = z.object({ [key]: z.looseObject({}) }).safeParse(item);
  return data?.[key] ?? item;
}
