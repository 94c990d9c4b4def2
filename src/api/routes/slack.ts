import { setTimeout as sleep } from "node:timers/promises";

import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";

import type { AfterAnswer } from "../../slack/after-answer.ts";
import { claimOnce } from "../../slack/claim-once.ts";
import { handleInteraction, type InteractionContext } from "../../slack/handle-interaction.ts";
import { readInteraction } from "../../slack/read-interaction.ts";
import { verifySignature } from "../../slack/verify-signature.ts";

export type SlackCallback = InteractionContext & Pick<AfterAnswer, "later">;

/** A message of ours at its longest comes back with a click in about half of this. */
const MOST_BYTES = 65_536;
/** Slack waits three seconds. */
const PATIENCE_MS = 2_500;

/**
 * `POST /actions`: clicks and modals, signed by Slack over the raw body, so nothing may parse it before. Whatever is wrong
 * with a signature, the answer is one and the same 401; after a right one it is an empty 200, whatever comes of it: the
 * person who clicked is answered in Slack. 503 means that we could not save it, and that nothing was decided by then.
 * Without Slack (`undefined`) no signature is right.
 */
export function slackRoutes(callback: SlackCallback | undefined): Hono {
  return new Hono().post("/actions", bodyLimit({ maxSize: MOST_BYTES, onError: refused }), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const signature = c.req.header("x-slack-signature");
    const signed = { timestamp: c.req.header("x-slack-request-timestamp"), signature, body };
    if (callback === undefined) return refused(c);
    const { gate, signing_secret, later } = callback;
    const verified = verifySignature(signed, signing_secret, gate.now());
    if (!verified || signature === undefined) return refused(c);
    const answer = answerTo(callback, signature, c.req.header("content-type"), body);
    const saved = answer.then(
      (afterwards) => {
        later(async () => {
          gate.passed?.("acked");
          await afterwards();
        });
        return true;
      },
      (error: unknown) => {
        gate.log.error({ err: error }, "a click in Slack could not be saved");
        return false;
      },
    );
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, false, { signal: patience.signal, ref: false }).catch(() => false);
    const in_time = await Promise.race([saved, late]);
    patience.abort();
    return c.body(null, in_time ? 200 : 503);
  });
}

async function answerTo(
  callback: SlackCallback,
  signature: string,
  content_type: string | undefined,
  body: Uint8Array,
): Promise<() => Promise<void>> {
  const { gate } = callback;
  if (!(await claimOnce(gate.state, signature, gate.now()))) {
    gate.log.warn("a callback of Slack came a second time and was not looked at");
    return nothing;
  }
  const interaction = readInteraction(content_type, body);
  if (interaction !== undefined) return handleInteraction(callback, interaction);
  gate.log.warn("a signed callback of Slack is none that Sentinel asked for");
  return nothing;
}

const nothing = () => Promise.resolve();

function refused(c: Context): Response {
  return c.json(
    { error: { code: "unauthorized", message: "this request is not signed by Slack", hint: null } },
    401,
  );
}
