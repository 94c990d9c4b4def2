/** Everything that can be wrong before the first sync, each with its cause and its fix. */
import type { AnySource, CheckResult } from "../contracts/source.ts";
import { messageOf, SentinelError } from "../errors.ts";
import { probeModel } from "../investigate/probe-model.ts";
import type { Sentinel } from "../main.ts";
import { portsFor } from "../sync/ports.ts";
import type { SyncConnection } from "../sync/run.ts";
import { checkChat } from "./check-chat.ts";
import type { Check } from "./check.ts";
import { checkIntake } from "./check-intake.ts";
import { checkDisk, checkLake, checkPort, checkState } from "./check-machine.ts";

/** A clock further off than this makes signed requests fail and windows miss rows. */
const SKEW_SECONDS = 60;

/** Before a server is started: its port must be free. */
export const examine = async (sentinel: Sentinel): Promise<Check[]> => [
  ...(await examineServing(sentinel)),
  await checkPort(),
];

/** All but the port, which a server that runs has itself. */
export async function examineServing(sentinel: Sentinel): Promise<Check[]> {
  const { ready, off, half } = sentinel.connections();
  const sources = await Promise.all(ready.map((connection) => checkConnection(sentinel, connection)));
  return [
    settings(sentinel),
    ...sources.flat(),
    ...half.map(({ source, connection, set, missing }) => ({
      check: `${source} (${connection})`,
      state: "failed" as const,
      what: `half set: ${set.join(", ")} given, ${missing.join(", ")} missing`,
      fix: `set ${missing.join(", ")}`,
    })),
    ...off.map(({ source, variables }) => ({
      check: source,
      state: "off" as const,
      what: "not connected",
      fix: `set ${variables.join(", ")}`,
    })),
    ...(await checkChat(sentinel)),
    await model(sentinel),
    await checkDisk(sentinel),
    checkState(sentinel),
    await checkLake(sentinel),
    ...(await checkIntake(sentinel)),
  ];
}

async function checkConnection(sentinel: Sentinel, connection: SyncConnection): Promise<Check[]> {
  const name = `${connection.source.name} (${connection.name})`;
  const source: AnySource = connection.source;
  try {
    const ports = portsFor(connection, {
      limits: { ...sentinel.settings.sync, retries: 0 },
      now: sentinel.now,
      log: sentinel.log,
    });
    const client: unknown = await source.connect(connection.config, ports);
    const result: CheckResult = await source.check(client);
    await source.close?.(client);
    if (result.ok)
      return [{ check: name, state: "ok", what: result.identity, fix: "" }, ...clock(sentinel, name, result)];
    const scopes = [...new Set(source.tables.flatMap((table) => table.feed?.scope ?? []))];
    return result.problems.map(({ variable, message, hint }) => ({
      check: name,
      state: "failed",
      what: variable === undefined ? message : `${variable}: ${message}`,
      fix: `${hint}; to read every table it needs ${scopes.join(", ")}`,
    }));
  } catch (error) {
    const hint = error instanceof SentinelError ? error.hint : undefined;
    return [
      { check: name, state: "failed", what: messageOf(error), fix: hint ?? "see the vendor's status page" },
    ];
  }
}

function clock(sentinel: Sentinel, name: string, { vendor_time }: CheckResult): Check[] {
  if (vendor_time === undefined) return [];
  const seconds = Math.round((sentinel.now().getTime() - vendor_time.getTime()) / 1000);
  if (Math.abs(seconds) <= SKEW_SECONDS) return [];
  const what = `this machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"} the vendor's`;
  return [{ check: `${name} clock`, state: "warning", what, fix: "synchronise this machine's clock (NTP)" }];
}

function settings({ settings_problem }: Sentinel): Check {
  return settings_problem === undefined
    ? { check: "settings", state: "ok", what: "read", fix: "" }
    : {
        check: "settings",
        state: "failed",
        what: settings_problem,
        fix: "correct the file; it is read again at once",
      };
}

async function model(sentinel: Sentinel): Promise<Check> {
  const key = sentinel.environment("GROQ_API_KEY");
  if (key === undefined) {
    return {
      check: "model",
      state: "off",
      what: "narratives come from templates",
      fix: "set GROQ_API_KEY for a model's",
    };
  }
  const { ok, message, hint } = await probeModel(sentinel.narrator());
  return { check: "model", state: ok ? "ok" : "warning", what: message, fix: hint };
}
