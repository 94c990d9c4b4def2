import { userInfo } from "node:os";

import { Command, Option } from "commander";

import type { Incident } from "../../contracts/incident.ts";
import type { Sentinel } from "../../main.ts";
import { parseUntil } from "../moments.ts";
import { printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncident, printIncidentList } from "../show-incident.ts";
import { withSentinel } from "../with-sentinel.ts";

type ListOptions = GlobalOptions & {
  status: "active" | "all" | "open" | "acknowledged" | "snoozed" | "resolved";
};
type DecisionOptions = GlobalOptions & { by: string; for?: string; note?: string };

export const incidentsCommand = () => {
  const command = new Command("incidents")
    .description("what is wrong: list the incidents, read one, decide about one")
    .addOption(
      new Option("--status <status>", "which ones")
        .choices(["active", "all", "open", "acknowledged", "snoozed", "resolved"])
        .default("active"),
    )
    .action(async (options: ListOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { listIncidents } = await import("../../incidents/list-incidents.ts");
        const incidents = await listIncidents(sentinel.state(), sentinel.now(), { status: options.status });
        if (options.json) printJson({ incidents });
        else printIncidentList(incidents);
      });
    });
  command.addCommand(
    new Command("show")
      .description("one incident whole")
      .argument("<id>")
      .action(async (id: string, options: GlobalOptions) => {
        await withSentinel(options, async (sentinel) => {
          const { getIncident } = await import("../../incidents/get-incident.ts");
          show(options, await getIncident(sentinel.state(), id, sentinel.now()));
        });
      }),
  );
  command.addCommand(
    decision("ack", "take an incident", async (sentinel, id, { by }) => {
      const { acknowledge } = await import("../../incidents/acknowledge.ts");
      return acknowledge(sentinel.state(), id, { by, at: sentinel.now() });
    }),
  );
  command.addCommand(
    decision("resolve", "the trouble is over", async (sentinel, id, { by, note }) => {
      const { resolve } = await import("../../incidents/resolve.ts");
      return resolve(sentinel.state(), id, { by, at: sentinel.now(), resolution: note });
    }).option("--note <text>", "how it was solved"),
  );
  command.addCommand(
    decision("snooze", "be quiet about an incident for a while", async (sentinel, id, options) => {
      const { snooze } = await import("../../incidents/snooze.ts");
      const at = sentinel.now();
      return snooze(sentinel.state(), id, { by: options.by, at, until: parseUntil(options.for ?? "4h", at) });
    }).option("--for <span>", "how long: 90m, 4h, 2d, or an ISO time", "4h"),
  );
  command.addCommand(
    decision("verdict", "say whether the incident was right", async (sentinel, id, { by, note }, verdict) => {
      const { giveVerdict } = await import("../../incidents/give-verdict.ts");
      return giveVerdict(sentinel.state(), id, { by, at: sentinel.now(), verdict: verdict ?? "", note });
    })
      .argument("<verdict>", "right, wrong_cause or noise")
      .option("--note <text>", "why"),
  );
  return command;
};

type Decide = (sentinel: Sentinel, id: string, options: DecisionOptions, word?: string) => Promise<Incident>;

function decision(name: string, description: string, decide: Decide): Command {
  return new Command(name)
    .description(description)
    .argument("<id>")
    .option("--by <name>", "who decides", userInfo().username)
    .action(async (id: string, ...rest: unknown[]) => {
      const word = typeof rest[0] === "string" ? rest[0] : undefined;
      const options = rest.find(
        (part): part is DecisionOptions => typeof part === "object" && part !== null && "by" in part,
      );
      if (options === undefined) return;
      await withSentinel(options, async (sentinel) =>
        show(options, await decide(sentinel, id, options, word)),
      );
    });
}

function show(options: GlobalOptions, incident: Incident): void {
  if (options.json) printJson(incident);
  else printIncident(incident);
}
