import { userInfo } from "node:os";

import { Command } from "commander";

import type { Principal } from "../../contracts/principal.ts";

import { asTable, print, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncidentList } from "../show-incident.ts";
import { parseCount } from "../parse-count.ts";
import { withSentinel, WRITES } from "../with-sentinel.ts";

export const driftCommand = () => {
  const command = new Command("drift").description(
    "prompt drift: the shape and the scores of what models answer",
  );
  command.addCommand(
    new Command("scan")
      .description(
        "judge every feature of the last 24 hours against its own past, and show the shape of its outputs",
      )
      .action(async (options: GlobalOptions) => {
        await withSentinel(options, async (sentinel) => {
          const { scanDrift } = await import("../../jobs/scan-drift.ts");
          const scan = await scanDrift(sentinel, sentinel.now());
          if (options.json) return printJson(scan);
          print(
            asTable(
              ["connection", "feature", "outputs", "json_share", "keys_in_all", "version", "status", "drift"],
              scan.features,
            ),
          );
          printIncidentList(scan.incidents);
          for (const { connection, reason } of scan.not_judged) {
            if (!options.quiet) say(`not judged${connection === null ? "" : ` (${connection})`}: ${reason}`);
          }
        });
      }),
  );
  command.addCommand(
    new Command("accept")
      .description("the new form of a feature's outputs is meant: judge by it from now on")
      .argument("<feature>", "name of the generation")
      .requiredOption("--reason <text>", "why the form changed")
      .option("--connection <name>", "which, where several connections have such a feature")
      .option("--by <name>", "who accepts", userInfo().username)
      .action(async (feature: string, options: AcceptOptions) => {
        await withSentinel(
          options,
          async (sentinel) => {
            const { acceptSchema } = await import("../../quality/accept-schema.ts");
            const { qualityContext } = await import("../../quality/quality-context.ts");
            const { connection, reason } = options;
            const by: Principal = { name: options.by, role: "operator", via: "cli" };
            const given = { feature, connection, by, reason };
            const version = await acceptSchema(await qualityContext(sentinel), given, sentinel.now());
            if (options.json) return printJson(version);
            print(
              `version ${version.version} of ${feature} (${version.connection}) is what outputs should be now`,
            );
            if (!options.quiet)
              say("an incident about it stays open: resolve it with sentinel incidents resolve");
          },
          WRITES,
        );
      }),
  );
  command.addCommand(
    new Command("history")
      .description("one feature over time: its forms, the share of outputs that fail them, its scores")
      .argument("<feature>", "name of the generation")
      .option("--connection <name>", "only this connection")
      .option("--days <number>", "how far back", "14")
      .action(async (feature: string, options: HistoryOptions) => {
        await withSentinel(options, async (sentinel) => {
          const { featureHistory } = await import("../../quality/feature-history.ts");
          const { qualityContext } = await import("../../quality/quality-context.ts");
          const { connection } = options;
          const asked = { feature, connection, days: parseCount(options.days, "--days") };
          const history = await featureHistory(await qualityContext(sentinel), asked, sentinel.now());
          if (options.json) return printJson({ history });
          for (const { connection: name, ...one } of history) {
            print(`${feature} (${name})`);
            print(
              asTable(
                ["version", "status", "shape_from", "accepted_by", "reason", "required"],
                one.versions.map((version) => ({ ...version, required: version.snapshot.required })),
              ),
            );
            print(asTable(["from", "outputs", "failing", "failing_share"], one.days));
            if (one.scores.length > 0)
              print(asTable(["score", "from", "scores", "mean", "lowest"], one.scores));
          }
        });
      }),
  );
  return command;
};

type AcceptOptions = GlobalOptions & { reason: string; connection?: string; by: string };
type HistoryOptions = GlobalOptions & { connection?: string; days: string };
