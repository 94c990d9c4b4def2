import { z } from "zod";

import { DeliveryError } from "../outbox/delivery-error.ts";
import type { State } from "../state/open.ts";

const Posted = z.object({ channel: z.string(), ts: z.string() });

/**
 * Where the letter that began a thread was posted; undefined when it never got through, so that what follows stands by
 * itself. Throws DeliveryError while it still may.
 */
export async function threadOf(state: State, key: string): Promise<z.infer<typeof Posted> | undefined> {
  const first = await state.db
    .selectFrom("outbox")
    .select(["status", "result"])
    .where("key", "=", key)
    .executeTakeFirst();
  if (first?.status === "waiting")
    throw new DeliveryError("the first message of its thread has not been posted yet");
  return Posted.safeParse(JSON.parse(first?.result ?? "null")).data;
}
