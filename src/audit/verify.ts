import { existsSync, readFileSync, statSync } from "node:fs";

import type { State } from "../state/open.ts";
import type { AuditRow } from "../state/rows/gate.ts";
import { type Anchor, parseAnchor } from "./anchor.ts";
import { auditHash, GENESIS } from "./append.ts";

export type AuditProblem = {
  /** Number of the entry in question. */
  seq: number;
  what: "edited" | "missing" | "out_of_order" | "cut" | "rewritten" | "anchor_missing" | "anchor_damaged";
  why: string;
};

export type AuditVerification = {
  entries: number;
  /** Number of the last entry that the anchor vouches for; 0 without one. */
  anchored: number;
  ok: boolean;
  problems: AuditProblem[];
};

/** Enough to see where it broke; every entry after a cut would be another. */
const MOST_PROBLEMS = 100;

/**
 * Checks the whole chain: each entry against its own hash and against the one before it, and the chain against the
 * heads that were anchored outside the database. What was appended after the last anchor and cut again leaves no trace.
 */
export async function verifyAudit(state: Pick<State, "db">, anchorPath: string): Promise<AuditVerification> {
  const rows = await state.db.selectFrom("audit").selectAll().orderBy("seq").execute();
  const { anchors, problems } = readAnchors(anchorPath, rows.length > 0);
  problems.unshift(...checkChain(rows), ...checkAnchors(rows, anchors));
  return {
    entries: rows.length,
    anchored: anchors.at(-1)?.seq ?? 0,
    ok: problems.length === 0,
    problems: problems.slice(0, MOST_PROBLEMS),
  };
}

function checkChain(rows: AuditRow[]): AuditProblem[] {
  const problems: AuditProblem[] = [];
  let previous = { seq: 0, hash: GENESIS };
  for (const row of rows) {
    const { hash, ...entry } = row;
    const { seq } = entry;
    if (auditHash(entry) !== hash)
      problems.push({ seq, what: "edited", why: "its content does not give its hash" });
    if (seq !== previous.seq + 1)
      problems.push({ seq: previous.seq + 1, what: "missing", why: `after ${previous.seq} comes ${seq}` });
    if (entry.previous_hash !== previous.hash)
      problems.push({
        seq,
        what: "out_of_order",
        why: `it does not follow the entry before it, ${previous.seq}`,
      });
    previous = row;
  }
  return problems;
}

function checkAnchors(rows: AuditRow[], anchors: Anchor[]): AuditProblem[] {
  const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash]));
  const last = rows.at(-1)?.seq ?? 0;
  return anchors.flatMap(({ seq, hash, at }): AuditProblem[] => {
    if (seq > last)
      return [{ seq, what: "cut", why: `it was there at ${at}; the chain now ends at ${last}` }];
    if (hashes.get(seq) === hash) return [];
    return [{ seq, what: "rewritten", why: `it is not the entry that was anchored at ${at}` }];
  });
}

function readAnchors(path: string, expected: boolean): { anchors: Anchor[]; problems: AuditProblem[] } {
  // A chain is anchored from its first entry on: an empty file was emptied.
  if (!existsSync(path) || statSync(path).size === 0) {
    const why = `${path} is not there or empty: whether the end was cut cannot be said`;
    return { anchors: [], problems: expected ? [{ seq: 0, what: "anchor_missing", why }] : [] };
  }
  // Without a line end the last one was being written when the power failed.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  const parsed = lines.map(parseAnchor);
  const problems = parsed.flatMap((anchor, index): AuditProblem[] =>
    anchor === undefined
      ? [{ seq: 0, what: "anchor_damaged", why: `line ${index + 1} of ${path} is none of an anchor` }]
      : [],
  );
  return { anchors: parsed.filter((anchor) => anchor !== undefined), problems };
}
