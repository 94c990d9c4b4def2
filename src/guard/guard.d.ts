// The types of the package export `sentinel/guard`; a test holds them against the code.

export type GuardOptions = {
  /** Where Sentinel answers: `http://127.0.0.1:8787`. */
  url: string;
  /** API key; none on loopback. */
  key?: string;
  /** When Sentinel cannot be asked: `open` lets the agent go on, `closed` throws GuardUnreachable. Default open. */
  on_unreachable?: "open" | "closed";
  /** Longest time that a check may take. Default 2000. */
  timeout_ms?: number;
  /** Checks of a trace within this time of the last answer ask nothing. Default 1000. */
  min_interval_ms?: number;
  /** Told when Sentinel cannot be asked or told, whatever the guard then does. */
  on_problem?: (error: Error) => void;
};

export type Guard = {
  /** Call between steps. Throws LoopKilled when the trace was ordered to stop. */
  check: (traceId: string) => Promise<void>;
  /** Aborts the controller, with LoopKilled as the reason, as soon as the order comes. Ends with the function returned. */
  watch: (traceId: string, controller: AbortController) => () => void;
};

export declare function createGuard(options: GuardOptions): Guard;

/** Sentinel ordered this trace to stop. Let it rise to where the agent's run ends. */
export declare class LoopKilled extends Error {
  readonly trace_id: string;
  readonly approval_id: string;
  readonly reason: string;
  /** By which way it was released: auto, slack, web, cli or key. */
  readonly method: string;
  readonly ordered_at: string;
}

/** Sentinel could not be asked, and the guard is to fail closed. */
export declare class GuardUnreachable extends Error {}

export type PushCheck = {
  secret: string;
  /** The body exactly as it came, before any parsing. */
  body: string;
  /** The header `sentinel-signature`; undefined when there is none. */
  signature: string | undefined;
  /** How old, or how far ahead, it may be. Default 300 seconds. */
  tolerance_s?: number;
  now?: Date;
};

/** For receivers of pushed orders: whether Sentinel signed exactly this body, lately. */
export declare function verifyPush(check: PushCheck): boolean;
