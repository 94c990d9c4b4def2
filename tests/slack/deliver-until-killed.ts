/**
 * Delivers what is due in the state of argv[2] to the Slack of argv[3] with the token of argv[4], and ends itself hard as
 * soon as the point of argv[5] is passed. Run by deliver.test.ts.
 */
import pino from "pino";

import { deliverDue } from "../../src/outbox/deliver.ts";
import type { Handlers } from "../../src/outbox/handler.ts";
import { openSlack } from "../../src/slack/open-slack.ts";
import { slackHandlers } from "../../src/slack/slack-handlers.ts";
import { openState } from "../../src/state/open.ts";

const [, , path = "", api_url = "", bot_token = "", last = "", moment = ""] = process.argv;
const now = () => new Date(moment);
const state = openState(path);
const handlers = slackHandlers({
  state,
  slack: openSlack({ api_url, bot_token, now }),
  incidents_channel: "incidents",
  passed: (point) => {
    if (point === last) process.kill(process.pid, "SIGKILL");
  },
}) as Handlers;
await deliverDue({ state, handlers, now, log: pino({ enabled: false }) });
