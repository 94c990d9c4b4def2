/** Sentry issues of a company: events are recorded as they happen, issues are written with their totals. */
import { addRow } from "../folder.ts";
import { idOf } from "../random.ts";
import { sentryEvent, sentryIssue, type IssueFacts } from "../shapes/sentry-issues.ts";
import type { Company } from "./company.ts";

type Occurrence = {
  at: number;
  release: string | null;
  trace_id: string | null;
  agent: string | null;
  user: string | null;
};

export type IssueLog = {
  record: (event: Occurrence) => void;
  /** Writes the issue; nothing is written when it never happened. */
  write: () => void;
};

/** Opens an issue of the company. `number` is the one in its short id. */
export function openIssue(
  company: Company,
  facts: Omit<IssueFacts, "id"> & { transaction: string },
): IssueLog {
  const { sentry, seed } = company;
  const id = String(
    6_000_000_000 +
      Number.parseInt(idOf(`${company.draw.number}:${company.repo}:issue:${facts.number}`, 7), 16),
  );
  const issue = { ...facts, id };
  const events: Occurrence[] = [];
  return {
    record(event) {
      const number = events.push(event);
      const event_id = idOf(`${id}:event:${number}`, 32);
      addRow(
        seed,
        "sentry_events",
        event.at,
        sentryEvent(sentry, issue, { ...event, id: event_id, transaction: facts.transaction }),
      );
    },
    write() {
      const sorted = events.toSorted((a, b) => a.at - b.at);
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined) return;
      const users = new Set(sorted.map((event) => event.user)).size;
      const seen = { count: events.length, users, first: first.at, last: last.at };
      addRow(seed, "sentry_issues", last.at, sentryIssue(sentry, issue, seen));
    },
  };
}
