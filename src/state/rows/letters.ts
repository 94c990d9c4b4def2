/** What leaves, and what was told where. */
import type { Generated } from "kysely";

/** Something that leaves. `status` is waiting, sent or dead; `cause` is the incident or approval it is about. */
export type OutboxRow = {
  id: Generated<number>;
  channel: string;
  key: string;
  payload: string;
  cause: string;
  status: string;
  attempts: number;
  created_at: string;
  next_at: string;
  lease_by: string | null;
  lease_until: string | null;
  sent_at: string | null;
  result: string | null;
  error: string | null;
};

/** What was said of an incident in one place: a Slack channel, a mailbox, PagerDuty, a webhook. */
export type NoticeRow = {
  incident_id: string;
  place: string;
  /** The letter that began the thread; of another incident where both were told together. */
  thread_key: string;
  connection: string;
  severity: string;
  /** What a reader knows, as src/notify/news.ts writes it. */
  told: string;
  letters: number;
  first_at: string;
  last_at: string;
  /** When the end was told. */
  closed_at: string | null;
};

/** `content` is the digest whole, as src/reports/digest/digest.ts has it. One row per week: it is made once. */
export type DigestRow = { week: string; from_at: string; to_at: string; made_at: string; content: string };
