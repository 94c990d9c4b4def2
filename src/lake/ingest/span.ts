/** Microseconds; both ends belong to it. */
export type Span = { low: bigint; high: bigint };

/** The span of all parts together; undefined when none has one. */
export function spanOf(parts: { span: Span | undefined }[]): Span | undefined {
  const spans = parts.flatMap(({ span }) => span ?? []);
  return spans.reduce<Span | undefined>(
    (all, { low, high }) => ({
      low: all && all.low < low ? all.low : low,
      high: all && all.high > high ? all.high : high,
    }),
    undefined,
  );
}
