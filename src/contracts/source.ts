/** A system that Sentinel reads: its credentials, its client, its tables. */
import type { AnyTable } from "./table.ts";

/**
 * One variable of a connection. `name` is the environment variable of the default connection; a
 * connection named in settings.json may read the same field from another variable.
 */
export type Credential = {
  field: string;
  name: string;
  required: boolean;
  secret: boolean;
  description: string;
  default?: string;
  /** Other variables that serve as well, joined when several are given (GITHUB_OWNER + GITHUB_REPO). */
  alternatives?: { names: string[]; join: string };
};

/** What a source gets from the outside world; sources open no socket of their own except through an SDK. */
export type SourcePorts = {
  http: Http;
  now: () => Date;
  log: (level: "debug" | "warn", message: string, fields?: Record<string, unknown>) => void;
  /** Every attempt at a request passes here first: waits for a place within the vendor's limits, throws when the budget is spent. */
  admit: () => Promise<void>;
  signal: AbortSignal;
  /**
   * For sources that bring their own SDK: one attempt from connecting to the last byte, the longest wait a limit may
   * ask for, how often a failure that may pass is tried again and after which first pause.
   */
  limits?: { attempt_ms: number; longest_wait_ms: number; retries?: number; retry_base_ms?: number };
};

export type HttpRequest = {
  method?: "GET" | "POST";
  url: string;
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean | string[] | undefined>;
  body?: unknown;
  /** Statuses that are answers, not failures, for this request: `[404]` to try another API. */
  accept?: number[];
};
export type HttpAnswer = { status: number; headers: Headers; body: unknown };

/**
 * JSON over HTTP with the manners every vendor asks for: a deadline per attempt, retries with jitter on
 * 429, 5xx, resets and broken JSON, Retry-After (seconds and dates) and rate-limit headers obeyed,
 * concurrency and budget of the connection. Throws UpstreamError when nothing is left to try.
 */
export type Http = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpAnswer>;

export type CheckResult = {
  ok: boolean;
  /** Who the vendor says we are; empty when it does not say. */
  identity: string;
  problems: { variable: string | undefined; message: string; hint: string }[];
  /** The vendor's clock, to measure skew. */
  vendor_time: Date | undefined;
};

export type Source<Client = never> = {
  name: string;
  title: string;
  credentials: Credential[];
  /** Variables still missing where a plain `required` cannot say it (one of password, token or key). Empty when complete. */
  missing?: (config: Record<string, string>) => string[];
  /** Requests under way at once, per connection. */
  concurrency: number;
  connect: (config: Record<string, string>, ports: SourcePorts) => Promise<Client>;
  close?: (client: Client) => Promise<void>;
  /** One cheap call per permission that the tables need. Never throws for a refusal: it reports it. */
  check: (client: Client) => Promise<CheckResult>;
  tables: AnyTable[];
};

// oxlint-disable-next-line typescript/no-explicit-any
export type AnySource = Source<any>;

export function defineSource<Client>(source: Source<Client>): Source<Client> {
  return source;
}
