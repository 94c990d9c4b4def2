/**
 * What may go wrong between a vendor and us, as a plan that a test writes down: which vendor, what kind,
 * from which request on and how often. Every vendor listener asks its turns before it answers.
 */
export type VendorName = "langfuse" | "sentry" | "github" | "slack" | "snowflake";

export const FAULT_KINDS = [
  "limit-seconds",
  "limit-date",
  "secondary-limit",
  "error-500",
  "html-502",
  "flapping",
  "slow-bytes",
  "refused",
  "reset-mid-body",
  "truncated-json",
  "wrong-types",
  "expired-cursor",
  "repeated-cursor",
  "empty-page",
  "clock-skew",
  "unknown-fields",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type FaultPlan = {
  vendor: VendorName;
  kind: FaultKind;
  /** First matching request that is struck, counted from 1. Default 1. */
  from?: number;
  /** How many matching requests are struck; Infinity for all. Default 1; all for `flapping` and `unknown-fields`. */
  count?: number;
  /** Only requests whose path and query match are counted and struck. Default: every request. */
  path?: RegExp;
  /** Only requests with these credentials (the seed's name) are counted and struck. Default: every seed. */
  seed?: string;
  /** What `Retry-After` asks for, in seconds, for the limit kinds and `clock-skew`. Default 1. */
  retry_after_s?: number;
  /** `slow-bytes`: time between two bytes. Default 1000. */
  byte_ms?: number;
  /** `refused`: how long the port stays closed after the request that struck. Default 300. */
  closed_ms?: number;
  /** `clock-skew`: how far the vendor's clock is ahead (negative: behind). Default one hour. */
  skew_ms?: number;
  /**
   * `wrong-types`: what is of the wrong type. `key`: the id of every third item of the page (that item cannot
   * be read); `optional`: every scalar that is neither an id nor a time; `list`: the list itself. Default `key`.
   */
  wrong?: "key" | "optional" | "list";
};

/** Kinds that strike only a request which carries a cursor (a page after the first). */
const ON_CURSOR: ReadonlySet<FaultKind> = new Set(["expired-cursor", "repeated-cursor"]);
/** Kinds that strike only an answer which is a list of items, and not an empty one. */
const ON_PAGE: ReadonlySet<FaultKind> = new Set([
  "wrong-types",
  "repeated-cursor",
  "empty-page",
  "unknown-fields",
]);
const ALWAYS: ReadonlySet<FaultKind> = new Set(["flapping", "unknown-fields"]);

/**
 * Kinds whose request arrives and is carried out, and whose answer is then lost or spoiled. A write that any other kind
 * strikes has never happened.
 */
const CARRIED_OUT: ReadonlySet<FaultKind> = new Set(["slow-bytes", "reset-mid-body", "truncated-json"]);
export const isCarriedOut = (fault: FaultPlan | undefined): boolean =>
  fault === undefined || CARRIED_OUT.has(fault.kind);

type FaultTurn = {
  /** Path and query of the request. */
  path: string;
  /** The seed whose credentials the request carries, when known. */
  seed?: string | undefined;
  /** The request carries a cursor (or a page number above 1). */
  has_cursor: boolean;
  /** The right answer is a list of items. Default true. */
  is_page?: boolean;
};

export type FaultTurns = {
  /** Counts the request and says which plan strikes it; the first plan that does wins. */
  take: (turn: FaultTurn) => FaultPlan | undefined;
  /** How far this vendor's clock is ahead, in ms: every `Date` header shows it. */
  skew_ms: number;
  /** The port is closed from the start: a `refused` plan without `from` and with endless `count`. */
  closed: boolean;
};

/** The plans of one vendor with their counters. */
export function faultTurns(plans: readonly FaultPlan[], vendor: VendorName): FaultTurns {
  const own = plans.filter((plan) => plan.vendor === vendor).map((plan) => ({ plan, seen: 0 }));
  const skewed = own.find(({ plan }) => plan.kind === "clock-skew")?.plan;
  return {
    skew_ms: skewed === undefined ? 0 : (skewed.skew_ms ?? 3_600_000),
    closed: own.some(
      ({ plan }) => plan.kind === "refused" && (plan.from ?? 1) <= 1 && plan.count === Infinity,
    ),
    take(turn) {
      let struck: FaultPlan | undefined;
      for (const entry of own) {
        if (!concerns(entry.plan, turn)) continue;
        entry.seen += 1;
        if (struck === undefined && strikes(entry.plan, entry.seen)) struck = entry.plan;
      }
      return struck;
    },
  };
}

function concerns(plan: FaultPlan, turn: FaultTurn): boolean {
  if (plan.seed !== undefined && plan.seed !== turn.seed) return false;
  if (ON_CURSOR.has(plan.kind) && !turn.has_cursor) return false;
  if (ON_PAGE.has(plan.kind) && turn.is_page === false) return false;
  return plan.path === undefined || turn.path.search(plan.path) >= 0;
}

function strikes(plan: FaultPlan, seen: number): boolean {
  const from = plan.from ?? 1;
  const count = plan.count ?? (ALWAYS.has(plan.kind) ? Infinity : 1);
  if (seen < from || seen >= from + count) return false;
  // A flapping vendor fails, answers, fails, answers.
  return plan.kind !== "flapping" || (seen - from) % 2 === 0;
}
