/** What broke: incidents, money, errors, failed tasks. */
import type { Incident } from "../../contracts/incident.ts";
import { plainPhrase } from "../../investigate/plain-text.ts";
import { count, list, quote, sentence, shortSha, usd } from "../../investigate/templates/phrases.ts";
import { countChange, usdChange } from "./change.ts";
import type { Item, Pair } from "./item.ts";
import type { Measures, RowOf, Span } from "./measure.ts";
import type { WeekOfState } from "./read-state.ts";
import { totals } from "./series.ts";

const MOST_INCIDENTS = 4;
const MOST_ISSUES = 2;
const MOST_TASKS = 2;

/** Where links lead: the server's address, and the digest's own page. */
export type Pages = { base: string; page: string };

export function brokeItems(measures: Measures, state: WeekOfState, span: Span, pages: Pages): Item[] {
  return [
    ...opened(state, pages),
    ...state.opened.slice(0, MOST_INCIDENTS).map((incident) => one(incident, pages)),
    ...spend(measures, span, pages),
    ...errors(measures, span, pages),
    ...issues(measures.week_issues, span),
    ...tasks(measures.week_tasks, pages),
  ];
}

function opened({ opened: incidents, opened_before }: WeekOfState, { base }: Pages): Item[] {
  // A single one says it all by its own line.
  if (incidents.length === 1 || (incidents.length === 0 && opened_before === 0)) return [];
  const change = countChange("incidents", incidents.length, opened_before);
  const critical = incidents.filter(({ severity }) => severity === "critical").length;
  const open = incidents.filter(({ status }) => status !== "resolved").length;
  const costs = incidents.flatMap(({ cost_usd }) => cost_usd ?? []);
  const cost_usd = costs.reduce((sum, cost) => sum + cost, 0);
  const severity = critical === 0 ? [] : [`${critical} critical`];
  const parts = incidents.length === 0 ? [] : [...severity, `${open} still open`];
  return [
    {
      section: "broke",
      text: [
        `${count(incidents.length, "incident")} opened${change.words}`,
        ...(parts.length === 0 ? [] : [parts.join(", ")]),
        ...(costs.length === 0 ? [] : [`in all they cost ${usd(cost_usd)}`]),
      ].join("; "),
      link: `${base}/incidents`,
      label: "incidents",
      facts: { incidents: incidents.length, critical, open, incidents_cost_usd: cost_usd, ...change.facts },
      phrases: [],
      must: false,
    },
  ];
}

function one({ id, title, severity, status, cost_usd, blame }: Incident, { base }: Pages): Item {
  const culprit =
    blame === null
      ? "no culprit found"
      : `blamed on commit ${shortSha(blame.sha)} of ${list([blame.repo])}, ${quote(blame.message.split("\n", 1)[0] ?? "")}`;
  return {
    section: "broke",
    text: `${sentence(severity)}, ${status}: ${plainPhrase(title)}${cost_usd === null ? "" : `; ${usd(cost_usd)} so far`}; ${culprit}`,
    link: `${base}/incidents/${id}`,
    label: id,
    facts: {
      incident_id: id,
      ...(cost_usd !== null && { cost_usd }),
      ...(blame !== null && { sha: blame.sha, repo: blame.repo }),
    },
    phrases: [title, ...(blame === null ? [] : [blame.message.split("\n", 1)[0] ?? ""])],
    must: severity === "critical" || severity === "high",
  };
}

function spend({ week_spend }: Measures, span: Span, { page }: Pages): Item[] {
  const cost = totals(week_spend, (row) => row.cost_usd, span);
  const calls = totals(week_spend, (row) => row.generations, span).now;
  if (week_spend.now.length === 0 && week_spend.before.length === 0) return [];
  const change = usdChange(cost.now, cost.before);
  return [
    {
      section: "broke",
      text: `Models cost ${usd(cost.now)} in ${count(calls, "call")}${change.words}`,
      link: page,
      label: "cost per day",
      facts: { spent_usd: cost.now, calls, ...change.facts },
      phrases: [],
      must: false,
    },
  ];
}

function errors({ week_errors }: Measures, span: Span, { page }: Pages): Item[] {
  const { now, before } = totals(week_errors, (row) => row.events, span);
  if (now === 0 && (before ?? 0) === 0) return [];
  const change = countChange("errors", now, before);
  return [
    {
      section: "broke",
      text: `${count(now, "error")} in Sentry${change.words}`,
      link: page,
      label: "errors per day",
      facts: { errors: now, ...change.facts },
      phrases: [],
      must: false,
    },
  ];
}

function issues({ now, before, comparable }: Pair<RowOf<"week_issues">>, { week }: Span): Item[] {
  const eventsBefore = (row: RowOf<"week_issues">) =>
    before.find(({ connection, issue_id }) => connection === row.connection && issue_id === row.issue_id)
      ?.events ?? 0;
  const loudest = now
    .filter((row) => row.permalink !== null && row.events > eventsBefore(row))
    .toSorted((left, right) => right.events - left.events)
    .slice(0, MOST_ISSUES);
  return loudest.map((row) => {
    const { issue_id, title, events, first_seen_at, permalink } = row;
    const fresh = first_seen_at !== null && first_seen_at >= week.from.toISOString();
    const change = countChange("events", events, comparable && !fresh ? eventsBefore(row) : undefined);
    return {
      section: "broke",
      text: `${quote(title ?? "(no title)")}: ${count(events, "event")}${fresh ? ", first seen this week" : change.words}`,
      link: permalink ?? "",
      label: "Sentry issue",
      facts: { events, issue_id, ...change.facts },
      phrases: [title ?? "(no title)"],
      must: false,
    };
  });
}

function tasks({ now }: Pair<RowOf<"week_tasks">>, { page }: Pages): Item[] {
  const failing = now.filter(({ failed }) => failed > 0).slice(0, MOST_TASKS);
  return failing.map(({ task, runs, failed, last_state }) => ({
    section: "broke",
    text: `Task ${list([task])} failed in ${failed} of ${count(runs, "run")}${last_state?.startsWith("FAILED") ? ", the latest one included" : "; the latest one succeeded"}`,
    link: page,
    label: "this week",
    facts: { task, runs, failed_runs: failed },
    phrases: [],
    must: false,
  }));
}
