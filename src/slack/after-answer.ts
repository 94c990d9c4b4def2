import type { Logger } from "pino";

export type AfterAnswer = {
  /** Starts the work once the answer at hand is on its way. What it throws is logged. */
  later: (work: () => Promise<void>) => void;
  /** Until all that was begun has ended: a server waits for it before it stops. */
  idle: () => Promise<void>;
};

/** Work that an answer must not wait for: Slack gives three seconds. */
export function afterAnswer(log: Logger): AfterAnswer {
  const underway = new Set<Promise<void>>();
  return {
    later(work) {
      const done = new Promise<void>((resolve) => void setImmediate(resolve))
        .then(work)
        .catch((error: unknown) => log.error({ err: error }, "work after an answer to Slack failed"))
        .finally(() => underway.delete(done));
      underway.add(done);
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
