/** Incidents in a real state, and what was handed to the outbox about them. */
import { onTestFinished } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { incidentsToTell } from "../../src/notify/incidents-to-tell.ts";
import { notifyIncidents, type NotifyContext } from "../../src/notify/notify-incidents.ts";
import { NotifySettings } from "../../src/notify/settings.ts";
import type { State } from "../../src/state/open.ts";
import type { Service } from "../../src/settings.ts";
import { finding, openWorld, type World } from "../incidents/world.ts";
import type { z } from "zod";

export const AT = new Date("2026-03-02T12:00:00.000Z");
export const after = (minutes: number): Date => new Date(AT.getTime() + minutes * 60_000);

const EVERY_WAY = {
  SLACK_BOT_TOKEN: "xoxb-test",
  SLACK_INCIDENTS_CHANNEL: "incidents",
  MAIL_URL: "smtp://127.0.0.1:1",
  MAIL_FROM: "Sentinel <sentinel@example.com>",
  MAIL_TO: "team@example.com",
  PAGERDUTY_ROUTING_KEY: "R0UTINGKEY",
};

export async function openNotifying(
  notify: z.input<typeof NotifySettings> = {},
  environment: Record<string, string> = EVERY_WAY,
  services: Record<string, Service> = {},
) {
  const world: World = await openWorld();
  onTestFinished(() => world.close());
  const settings = {
    notify: NotifySettings.parse(notify),
    services,
    server: { url: "https://s.example.com" },
  };
  const { state } = world;
  const context: NotifyContext = {
    state,
    settings: () => settings,
    environment: (name) => environment[name],
  };
  return {
    state,
    context,
    /** Records one finding as an incident of its own and answers with its id. */
    open: async (given: Partial<Finding> = {}, at = AT): Promise<string> => {
      const name = given.key ?? "triage";
      const subject = { agents: [name] };
      const { opened, updated } = await recordFindings(world, {
        at: at.toISOString(),
        findings: [finding({ key: name, subject, at: at.toISOString(), ...given })],
      });
      return opened[0] ?? updated[0] ?? "";
    },
    tell: async (at: Date): Promise<string[]> => {
      const told = await notifyIncidents(context, await incidentsToTell(state, at), at);
      return told.map(({ place, news }) => `${news} ${place}`);
    },
    letters: () => lettersOf(state),
  };
}

async function lettersOf(state: State) {
  const rows = await state.db.selectFrom("outbox").selectAll().orderBy("id").execute();
  return rows.map(({ channel, key, payload, cause }) => ({
    channel,
    key,
    cause,
    payload: JSON.parse(payload) as Record<string, unknown>,
  }));
}
