import type { Sentinel } from "../../main.ts";
import type { IntakeTally, RefusedTally, SignalTally } from "./intake-tally.ts";
import { LOG } from "./names.ts";

export type IntakeStatus = {
  /** From when on this process counts: it does not know what came before. */
  since: string;
  signals: SignalTally[];
  refused: RefusedTally[];
  /** Spans that can be asked for, of all times. */
  spans: number;
  /** When something was last brought into the lake; null when nothing ever was. */
  landed_at: string | null;
  /** Bytes on their way into the lake, unpacked, and how many may be. */
  pending_bytes: number;
  pending_limit_bytes: number;
  /** Age of the oldest request that is acknowledged and not in the lake; null when there is none. */
  lag_ms: number | null;
  /** Size of the log on disk. */
  log_bytes: number;
};

/** How the OTLP intake stands. Throws what the lake throws. */
export async function readIntake(
  { lake, settings, intake }: Pick<Sentinel, "lake" | "settings" | "intake">,
  tally: IntakeTally,
): Promise<IntakeStatus> {
  const { rows } = await (
    await lake()
  ).ask(
    `select (select count(*) from otel_spans) as spans,
      (select max(applied_at) from otel_positions where log = $log::varchar) as landed_at`,
    { log: LOG },
  );
  const [row] = rows;
  const landed_at = row?.["landed_at"];
  // Nobody opens the intake by looking at it.
  const opened = intake.called() ? await intake() : undefined;
  return {
    since: tally.since,
    signals: tally.signals(),
    refused: tally.refused(),
    spans: Number(row?.["spans"] ?? 0),
    landed_at: typeof landed_at === "string" ? landed_at : null,
    pending_bytes: opened?.budget.used ?? 0,
    pending_limit_bytes: settings.otlp.pending_bytes,
    lag_ms: opened?.lag_ms() ?? null,
    log_bytes: (await opened?.log_bytes()) ?? 0,
  };
}
