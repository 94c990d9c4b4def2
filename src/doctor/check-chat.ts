import { messageOf, SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { openSlack } from "../slack/open-slack.ts";
import type { Check } from "./check.ts";

const CHECK = "slack (messages)";
const HISTORY = ["channels:history", "groups:history"];

/**
 * What the Slack app may do where people are told: posting, finding its own messages again, and the charts of the digest.
 * Without the last one everything else still goes. Upstream: auth.test, whose answer names the token's scopes.
 */
export async function checkChat({
  environment,
  now,
  settings,
}: Pick<Sentinel, "environment" | "now" | "settings">): Promise<Check[]> {
  const bot_token = environment("SLACK_BOT_TOKEN");
  const channel = environment("SLACK_INCIDENTS_CHANNEL");
  if (bot_token === undefined || channel === undefined) return [];
  const api_url = environment("SLACK_API_URL") ?? "https://slack.com/api/";
  try {
    const { response_metadata } = await openSlack({ api_url, bot_token, now }).whoami();
    const { scopes } = response_metadata;
    if (scopes === undefined) {
      return [{ check: CHECK, state: "ok", what: "the token is good; its scopes were not named", fix: "" }];
    }
    const missing = [
      ...(scopes.includes("chat:write") ? [] : ["chat:write"]),
      ...(HISTORY.some((scope) => scopes.includes(scope)) ? [] : [HISTORY.join(" or ")]),
    ];
    const charts = settings.digest.to.includes("slack") && !scopes.includes("files:write");
    return [
      missing.length > 0
        ? { check: CHECK, state: "failed", what: `it lacks ${missing.join(", ")}`, fix: added(missing) }
        : { check: CHECK, state: "ok", what: `posts to ${channel}`, fix: "" },
      ...(charts ? [NO_CHARTS] : []),
    ];
  } catch (error) {
    const fix = (error instanceof SentinelError ? error.hint : undefined) ?? "see SLACK_API_URL";
    return [{ check: CHECK, state: "failed", what: messageOf(error), fix }];
  }
}

const added = (scopes: string[]): string =>
  `add ${scopes.join(", ")} to the app, install it again, and set its new SLACK_BOT_TOKEN`;

const NO_CHARTS: Check = {
  check: "slack (charts)",
  state: "warning",
  what: "it lacks files:write: the weekly digest comes without its charts",
  fix: added(["files:write"]),
};
