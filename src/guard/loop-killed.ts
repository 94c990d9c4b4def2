export type KillOrder = { approval_id: string; reason: string; method: string; ordered_at: string };

/** Sentinel ordered this trace to stop. Let it rise to where the agent's run ends. */
export class LoopKilled extends Error {
  readonly trace_id: string;
  readonly approval_id: string;
  readonly reason: string;
  /** By which way it was released: auto, slack, web, cli or key. */
  readonly method: string;
  readonly ordered_at: string;

  constructor(trace_id: string, { approval_id, reason, method, ordered_at }: KillOrder) {
    super(`trace ${trace_id} was ordered to stop (${method}, ${approval_id}): ${reason}`);
    this.name = "LoopKilled";
    this.trace_id = trace_id;
    this.approval_id = approval_id;
    this.reason = reason;
    this.method = method;
    this.ordered_at = ordered_at;
  }
}

/** Sentinel could not be asked, and the guard is to fail closed. */
export class GuardUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(
      `Sentinel at ${url} could not be asked: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
    this.name = "GuardUnreachable";
  }
}
