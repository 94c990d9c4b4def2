/**
 * How strongly one thing is tied to another, by kind, strongest first. Correlation, blame and graphs read this
 * one table. Nearness in time is a hint for a reader: it never merges and never blames.
 */
export const STRENGTHS = {
  /** A finding and what its own rows name: only in graphs, which show findings beside things. */
  subject: 1,
  /** The same trace id. */
  trace: 1,
  /** The same release or commit. */
  release: 0.9,
  /** One message names both. */
  mention: 0.8,
  /** The same service in the catalogue, and in it the same agent or task at the same time. */
  service: 0.5,
  /** Close in time, nothing else. */
  nearness: 0.2,
} as const;

export type LinkKind = keyof typeof STRENGTHS;

export type Link = { kind: LinkKind; strength: number; why: string };

export const makeLink = (kind: LinkKind, why: string): Link => ({ kind, strength: STRENGTHS[kind], why });

/** Whether a link of this kind makes two findings one incident. */
export const merges = (kind: LinkKind): boolean => STRENGTHS[kind] > STRENGTHS.nearness;
