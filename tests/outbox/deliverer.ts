/**
 * A process that delivers over HTTP: `deliverer.ts STATE URL [die]`. With `die` it ends, as by kill -9, when the
 * receiver has accepted the first letter and before anything of that is saved.
 */
import { request } from "node:http";
import { once } from "node:events";

import pino from "pino";

import { deliverDue } from "../../src/outbox/deliver.ts";
import type { Handler } from "../../src/outbox/handler.ts";
import { openState } from "../../src/state/open.ts";

const [, , path = "", url = "", mode] = process.argv;
const state = openState(path);

const post: Handler = async (payload, { key, attempts }) => {
  const sent = request(url, { method: "POST", headers: { "idempotency-key": key, attempts } });
  sent.end(JSON.stringify(payload));
  const [response] = await once(sent, "response");
  response.resume();
  if (mode === "die") process.kill(process.pid, "SIGKILL");
};
const handlers = {
  slack_approval: post,
  slack_update: post,
  slack_message: post,
  slack_images: post,
  webhook: post,
  mail: post,
  pagerduty: post,
};
// Ready only now, so that two of them begin together.
process.stdout.write("ready\n");
await once(process.stdin, "data");
await deliverDue({ state, handlers, now: () => new Date(), log: pino({ enabled: false }) });
state.close();
process.exit(0);
