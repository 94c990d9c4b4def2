/** What to watch: what is still open, what rises, what waits for somebody, what is not known. */
import { count, list, moment, usd } from "../../investigate/templates/phrases.ts";
import { usdChange } from "./change.ts";
import type { Pages } from "./broke.ts";
import type { Item, Pair } from "./item.ts";
import type { Measures, RowOf } from "./measure.ts";
import { tableWords, type Gap } from "./coverage.ts";
import { precisionItems } from "./precision-item.ts";
import type { WeekOfState } from "./read-state.ts";

/** A rise is worth a line from a quarter more and five dollars on. */
const RISE_SHARE = 0.25;
const RISE_USD = 5;
const MOST_RISING = 3;
const MOST_GAPS = 2;
const PROJECTED_HOURS = 6;

export function watchItems(measures: Measures, state: WeekOfState, gaps: Gap[], pages: Pages): Item[] {
  return [
    ...open(state, pages),
    ...drift(state, pages),
    ...rising(measures.week_agents, pages),
    ...waiting(state, pages),
    ...gaps.slice(0, MOST_GAPS).map((gap) => unfetched(gap, pages)),
    ...precisionItems(state, pages),
  ];
}

function open({ open: incidents }: WeekOfState, { base }: Pages): Item[] {
  if (incidents.length === 0) return [];
  const untaken = incidents.filter(({ status }) => status === "open");
  const [longest] = incidents.toSorted((one, other) => (one.opened_at < other.opened_at ? -1 : 1));
  const rates = incidents.flatMap(({ projected_6h_usd }) => projected_6h_usd ?? []);
  const projected_6h_usd = rates.reduce((sum, rate) => sum + rate, 0);
  const [only] = incidents;
  const alone = incidents.length === 1 && only !== undefined;
  return [
    {
      section: "watch",
      text: [
        alone
          ? `Incident ${only.id} is open${untaken.length === 1 ? " and nobody has taken it" : ""}`
          : `${count(incidents.length, "incident")} are open, ${untaken.length} of them taken by nobody; the oldest is ${longest?.id}`,
        ...(projected_6h_usd > 0
          ? [`at the present rate the next ${PROJECTED_HOURS} hours cost another ${usd(projected_6h_usd)}`]
          : []),
      ].join("; "),
      link: alone ? `${base}/incidents/${only.id}` : `${base}/incidents`,
      label: alone ? only.id : "incidents",
      facts: {
        open_incidents: incidents.length,
        untaken: untaken.length,
        projected_6h_usd,
        projected_hours: PROJECTED_HOURS,
        ...(longest !== undefined && { incident_id: longest.id }),
      },
      phrases: [],
      must: incidents.some(({ severity }) => severity === "critical"),
    },
  ];
}

function drift({ open: incidents }: WeekOfState, { base }: Pages): Item[] {
  const drifting = incidents.filter(({ type }) => type === "prompt_drift");
  const [first] = drifting;
  if (first === undefined) return [];
  const names = drifting.map(({ findings }) => findings[0]?.fingerprint ?? "").filter((name) => name !== "");
  return [
    {
      section: "watch",
      text: `Model answers have changed their shape or scores and nobody has settled it: ${list(names)}`,
      link: `${base}/incidents/${first.id}`,
      label: first.id,
      facts: { drifting: drifting.length, incident_id: first.id },
      phrases: names,
      must: false,
    },
  ];
}

function rising({ now, before, comparable }: Pair<RowOf<"week_agents">>, { page }: Pages): Item[] {
  if (!comparable) return [];
  const risen = now.flatMap((row) => {
    const earlier = before.find(
      ({ connection, agent }) => connection === row.connection && agent === row.agent,
    );
    const earlier_usd = earlier?.cost_usd ?? 0;
    const rise = row.cost_usd - earlier_usd;
    return rise >= RISE_USD && rise >= RISE_SHARE * earlier_usd ? { ...row, earlier_usd, rise } : [];
  });
  return risen
    .toSorted((one, other) => other.rise - one.rise)
    .slice(0, MOST_RISING)
    .map(({ agent, cost_usd, earlier_usd, generations }) => {
      const change = usdChange(cost_usd, earlier_usd);
      return {
        section: "watch",
        text: `Agent ${list([agent])} is getting dearer: ${usd(cost_usd)} in ${count(generations, "call")}${change.words}`,
        link: page,
        label: "cost per day",
        facts: { agent, cost_usd, calls: generations, ...change.facts },
        phrases: [],
        must: false,
      };
    });
}

function waiting({ waiting: approvals }: WeekOfState, { base }: Pages): Item[] {
  const [soonest] = approvals;
  if (soonest === undefined) return [];
  return [
    {
      section: "watch",
      text: `${count(approvals.length, "proposed action waits", "proposed actions wait")} for approval; the first expires at ${moment(soonest.expires_at)}`,
      link: `${base}/approvals`,
      label: "approvals",
      facts: { waiting: approvals.length, expires_at: soonest.expires_at },
      phrases: [],
      must: false,
    },
  ];
}

const unfetched = ({ table, hours }: Gap, { base }: Pages): Item => ({
  section: "watch",
  text: `Of ${tableWords(table)}, ${count(hours, "hour")} of the week were not fetched: figures from them may be too low`,
  link: `${base}/coverage`,
  label: "coverage",
  facts: { table, missing_hours: hours },
  phrases: [],
  must: false,
});
