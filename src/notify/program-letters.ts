/** An incident's news for programs: ids and figures, and the title as text of a source. */
import type { Json } from "../contracts/action.ts";
import type { Severity } from "../contracts/finding.ts";
import { plainPhrase, plainText } from "../investigate/plain-text.ts";
import { pageOf, type Telling } from "./telling.ts";

/** PagerDuty knows four severities, and ours map onto them one by one. */
const PAGERDUTY_SEVERITY: Record<Severity, string> = {
  info: "info",
  medium: "warning",
  high: "error",
  critical: "critical",
};

/** Events API v2; a reminder triggers again, which PagerDuty adds to the alert that it has by `dedup_key`. */
export function pagerdutyEvent(telling: Telling, lines: string[]): { [name: string]: Json } {
  const { incident, news } = telling;
  const ended = { resolved: "resolve", acknowledged: "acknowledge" } as const;
  const event_action = news === "resolved" || news === "acknowledged" ? ended[news] : "trigger";
  return {
    event_action,
    dedup_key: incident.id,
    payload: {
      // PagerDuty's limit is 1024 characters.
      summary: plainPhrase(incident.title).slice(0, 1000),
      severity: PAGERDUTY_SEVERITY[incident.severity],
      source: plainText(incident.connection, 100),
      component: incident.type,
      timestamp: incident.opened_at,
      custom_details: { lines },
    },
    links: [{ href: pageOf(telling), text: incident.id }],
  };
}

/** The body of a signed webhook. */
export function webhookBody(telling: Telling): Json {
  const { incident, news, key } = telling;
  const { id, type, severity, status, title, opened_at, connection, cost_usd, blame } = incident;
  return {
    event: `incident.${news}`,
    key,
    incident: {
      id,
      type,
      severity,
      status,
      title: plainPhrase(title),
      opened_at,
      connection,
      cost_usd,
      blame: blame && { repo: blame.repo, sha: blame.sha },
    },
    url: pageOf(telling),
  };
}
