/** Answers as OTLP has them: an export response with what was not taken, or a status. Upstream: the OTLP/HTTP specification. */
import type { Signal } from "./log/record.ts";

const REJECTED: Record<Signal, string> = {
  traces: "rejectedSpans",
  logs: "rejectedLogRecords",
  metrics: "rejectedDataPoints",
};

export type Outcome = { signal: Signal; refused: Map<string, number>; cut: number };

/** Empty when all was taken. Log records and metrics that nothing here reads are left out without a word. */
export function responseOf(outcome: Outcome, json: boolean): Uint8Array {
  const { rejected, message } = partial(outcome);
  if (message === "") return json ? text("{}") : new Uint8Array();
  if (json) {
    const partialSuccess = { [REJECTED[outcome.signal]]: String(rejected), errorMessage: message };
    return text(JSON.stringify({ partialSuccess }));
  }
  return field(1, Buffer.concat([Buffer.from([0x08]), varint(rejected), field(2, text(message))]));
}

function partial({ signal, refused, cut }: Outcome): { rejected: number; message: string } {
  if (signal !== "traces") return { rejected: 0, message: "" };
  const said = [...refused].map(([why, count]) => `${count} refused: ${why}`);
  if (cut > 0) said.push(`${cut} attributes were too long and are cut`);
  const rejected = [...refused.values()].reduce((sum, count) => sum + count, 0);
  return { rejected, message: said.join("; ") };
}

/** What went wrong with a whole request: google.rpc.Status, whose code nobody reads over HTTP. */
export function statusOf(message: string, json: boolean): Uint8Array {
  return json ? text(JSON.stringify({ message })) : field(2, text(message));
}

const text = (value: string): Uint8Array => Buffer.from(value);

/** A length-delimited field of protobuf. */
const field = (number: number, value: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(value.length), value]);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
