import type { Principal } from "../contracts/principal.ts";
import type { Settings } from "../settings.ts";
import { ClickDenied } from "./click-denied.ts";
import type { Slack } from "./open-slack.ts";
import type { Interaction } from "./read-interaction.ts";

export type Desk = { slack: Slack; settings: () => Pick<Settings, "people" | "slack"> };

/** The same whatever the message was about: a stranger learns nothing from it. */
const STRANGER = "You may not decide here.";

/**
 * The person behind a verified callback, as settings.json `people` has them. Throws ClickDenied for another workspace or
 * app and for a stranger, UpstreamError when Slack cannot be asked who we are.
 */
export async function whoClicked(
  { slack, settings }: Desk,
  { team, app, user }: Interaction,
): Promise<Principal> {
  const { people, slack: wanted } = settings();
  if (team !== (wanted.team ?? (await slack.whoami()).team_id)) throw new ClickDenied("another workspace");
  if (app !== (wanted.app ?? (await slack.app_id()))) throw new ClickDenied("another app");
  const person = people.find((each) => each.slack === user);
  if (person === undefined) throw new ClickDenied("not among settings.json people", STRANGER);
  return { name: person.name, role: person.role, via: "slack" };
}
