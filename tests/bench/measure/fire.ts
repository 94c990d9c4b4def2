import autocannon from "autocannon";

/** A call of the interface; one with a body is a POST. */
export type Call = { path: string; body?: object };

/**
 * Asks for so long, `at_once` connections at a time, each through all calls in turn: milliseconds of every answer to its last byte.
 * Throws when one was no success, was late or was lost.
 */
export async function fire(
  url: string,
  calls: Call[],
  { at_once, seconds }: { at_once: number; seconds: number },
): Promise<number[]> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((done, failed) => {
    const running = autocannon(
      {
        url,
        connections: at_once,
        duration: seconds,
        requests: calls.map(({ path, body }) => ({
          path,
          ...(body !== undefined && {
            method: "POST" as const,
            body: JSON.stringify(body),
            headers: { "content-type": "application/json", origin: url },
          }),
        })),
      },
      (error: Error | null, all) => (error === null ? done(all) : failed(error)),
    );
    running.on("response", (_client, _status, _bytes, took_ms) => times.push(took_ms));
  });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0 || times.length === 0) {
    const paths = calls.map(({ path }) => path).join(", ");
    throw new Error(
      `${paths}: of ${times.length} answers ${non2xx} were no success; ${errors} failed, ${timeouts} late`,
    );
  }
  return times;
}
