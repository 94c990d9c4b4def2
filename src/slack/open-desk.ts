import type { Environment } from "../environment.ts";
import type { GateContext } from "../gate/context.ts";
import type { Settings } from "../settings.ts";
import type { InteractionContext } from "./handle-interaction.ts";
import { openSlack } from "./open-slack.ts";

export type OpenDesk = {
  environment: Environment;
  settings: () => Settings;
  gate: () => GateContext;
  /** Delivers what is due in the outbox. */
  deliver: () => Promise<unknown>;
  now: () => Date;
};

/** Where clicks in Slack are decided; undefined without SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET. */
export function openDesk({ environment, settings, gate, deliver, now }: OpenDesk) {
  const bot_token = environment("SLACK_BOT_TOKEN");
  const signing_secret = environment("SLACK_SIGNING_SECRET");
  if (bot_token === undefined || signing_secret === undefined) return undefined;
  const api_url = environment("SLACK_API_URL") ?? "https://slack.com/api/";
  const slack = openSlack({ api_url, bot_token, now });
  return { gate: gate(), slack, settings, signing_secret, deliver } satisfies InteractionContext;
}
