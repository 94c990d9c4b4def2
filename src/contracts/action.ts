/**
 * An effect on the outside world. The gate alone runs it, from the stored row, after a digest of exactly this was
 * approved. Nothing in an action reads free text of a source: arguments are ids, numbers and text of our own making.
 */
import type { z } from "zod";

import { SentinelError } from "../errors.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What the world looked like when the action was proposed: compared with a live re-read right before the run. */
export type Preconditions = Record<string, Json>;

export type Preview = {
  /** One line: the exact action and its target. */
  title: string;
  /** Every argument appears in the title or here. */
  lines: string[];
};

/** What an action did, for the audit log, the Slack message and undo. No secrets. */
export type ActionResult = { url?: string; id?: string; [key: string]: Json | undefined };

/**
 * Whether the effect of `key` exists at the vendor. `absent` is an answer of the vendor, not a missing answer: that
 * is a thrown ActionFailure, and the outcome stays unknown.
 */
export type Reconciled = { found: true; result: ActionResult } | { found: false };

export type Action<Input extends z.ZodType = z.ZodType, Ports = never> = {
  id: string;
  /** One sentence for docs and policy. */
  summary: string;
  /** Whether `undo` takes the whole effect back. Only reversible actions may be automatic. */
  reversible: boolean;
  input: Input;
  /** What policy rules match as resource: `acme/shop`, `acme/shop#12`, a trace id, a channel. */
  resource(input: z.infer<Input>): string;
  preview(input: z.infer<Input>): Preview;
  /** Reads live. Throws SentinelError `conflict` when the action makes no sense any more, UpstreamError when nobody can say. */
  preconditions(input: z.infer<Input>, ports: Ports): Promise<Preconditions>;
  /**
   * Does it, once. `key` goes into the hidden marker or uid by which `reconcile` finds the effect. Throws ActionFailure;
   * whatever else it throws counts as `unclear`.
   */
  run(input: z.infer<Input>, ports: Ports, key: string): Promise<ActionResult>;
  reconcile(input: z.infer<Input>, ports: Ports, key: string): Promise<Reconciled>;
  /** Takes it back; absent when nothing can. The same call twice is the same as once. */
  undo?(input: z.infer<Input>, ports: Ports, key: string, result: ActionResult): Promise<ActionResult>;
  /** What a person can do when `undo` is absent or not enough. */
  undo_by_hand: string;
};

export function defineAction<Input extends z.ZodType, Ports>(
  action: Action<Input, Ports>,
): Action<Input, Ports> {
  return action;
}

/** Any action, as the gate holds it: it parses the stored arguments with `input` before it calls. */
export type AnyAction<Ports> = Action<z.ZodType, Ports>;

/**
 * Why a run did not end well. `refused`: the vendor said no for good. `not_sent`: certainly nothing happened, later may
 * go better. `unclear`: it may have happened; look before doing it again.
 */
export type FailureKind = "refused" | "not_sent" | "unclear";

/** How a run, an undo or a live re-read failed. `retry_after_ms`: the vendor asked not to be called sooner. */
export class ActionFailure extends SentinelError {
  readonly kind: FailureKind;
  readonly retry_after_ms: number | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    options?: { cause?: unknown; hint?: string; retry_after_ms?: number },
  ) {
    super("upstream", message, options);
    this.name = "ActionFailure";
    this.kind = kind;
    this.retry_after_ms = options?.retry_after_ms;
  }
}
