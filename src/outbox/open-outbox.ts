import type { Logger } from "pino";

import type { Environment } from "../environment.ts";
import type { Point } from "../gate/context.ts";
import type { Settings } from "../settings.ts";
import { openSlack } from "../slack/open-slack.ts";
import { mailHandler } from "../notify/mail.ts";
import { pagerdutyHandler } from "../notify/pagerduty.ts";
import { slackHandlers } from "../slack/slack-handlers.ts";
import type { State } from "../state/open.ts";
import type { OutboxContext } from "./deliver.ts";
import type { Handler, Handlers } from "./handler.ts";
import { webhookHandler } from "./webhook.ts";

export type OutboxOptions = {
  state: State;
  environment: Environment;
  settings: () => Pick<Settings, "agents" | "notify">;
  now: () => Date;
  log: Logger;
  /** Told each point of a delivery as it is passed. */
  passed?: (point: Point) => void;
};

/** The outbox with its ways out, as environment and settings have them: what `deliverDue` needs. */
export function openOutbox({ state, environment, settings, now, log, passed }: OutboxOptions): OutboxContext {
  const bot_token = environment("SLACK_BOT_TOKEN");
  const incidents_channel = environment("SLACK_INCIDENTS_CHANNEL");
  const slack =
    bot_token === undefined || incidents_channel === undefined
      ? {}
      : slackHandlers({
          state,
          slack: openSlack({
            api_url: environment("SLACK_API_URL") ?? "https://slack.com/api/",
            bot_token,
            now,
          }),
          incidents_channel,
          ...(passed !== undefined && { passed }),
        });
  const webhook = webhookHandler({
    environment,
    targets: () => [
      ...settings().agents.push,
      ...settings().notify.routes.flatMap((route) => route.webhook ?? []),
    ],
  });
  const mail = mailHandler(environment);
  const pagerduty = pagerdutyHandler(environment);
  return {
    state,
    handlers: { ...NOT_SET_UP, ...slack, ...(mail && { mail }), ...(pagerduty && { pagerduty }), webhook },
    now,
    log,
  };
}

/**
 * Ends the letter: web and command line show the same, and a Slack that is set up weeks later must not be flooded with
 * what was said in between.
 */
const skipped: Handler = async () => ({ skipped: "this way out is not set up" });

const NOT_SET_UP: Omit<Handlers, "webhook"> = {
  slack_approval: skipped,
  slack_update: skipped,
  slack_message: skipped,
  slack_images: skipped,
  mail: skipped,
  pagerduty: skipped,
};
