import { SentinelError } from "../errors.ts";
import { readMoment } from "../queries/params.ts";

/** The range beside a statement, as people give it: ISO 8601, `now`, `now-24h`. */
export type GivenRange = { from: string; to: string };

type Moments = { from: Date; to: Date };

/** What `$from` and `$to` stand for. Throws `invalid` for what is no moment, and for a range that ends before it begins. */
export function momentsOf(range: GivenRange, now: Date): Moments {
  const moments = { from: momentOf("from", range, now), to: momentOf("to", range, now) };
  if (moments.from < moments.to) return moments;
  throw new SentinelError("invalid", `the range ${range.from} to ${range.to} is empty`, {
    hint: "from comes before to",
  });
}

export const spelled = ({ from, to }: Moments): GivenRange => ({
  from: from.toISOString(),
  to: to.toISOString(),
});

function momentOf(end: keyof GivenRange, range: GivenRange, now: Date): Date {
  const moment = readMoment(range[end], now);
  if (moment !== undefined) return moment;
  throw new SentinelError("invalid", `${end} is not a moment: ${range[end]}`, {
    hint: "ISO 8601, now, or now-24h",
  });
}
