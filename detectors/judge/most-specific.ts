/** Which of several series that spike together the trouble is told of: the most specific that explains it. */
import { sum } from "./group.ts";
import type { Spike } from "./hourly-spikes.ts";

export type Series = { kind: "project" | "agent" | "model"; name: string; spikes: Spike[] };

/** A model that is nearly all of its project says no more than the project does. */
const NEARLY_ALL = 0.8;

export const excessOf = ({ cost_usd, usual_usd }: Spike): number => cost_usd - usual_usd;

/**
 * Agents with all their spikes; models with those that no spiking agents explain and that stand out in their project;
 * projects with what is left. `share` is the part of an excess that must be explained.
 */
export function mostSpecific<One extends Series>(series: One[], share: number): One[] {
  const of = (kind: Series["kind"]) => series.filter((one) => one.kind === kind);
  const agents = of("agent");
  const projects = of("project");
  const models = of("model")
    .map((model) => unexplained(model, agents, share))
    .map((model) => keep(model, (spike) => standsOut(spike, projects)));
  const rest = projects.map((project) => unexplained(unexplained(project, agents, share), models, share));
  const taken = (spike: Spike) => rest.some(({ spikes }) => spikes.some(({ n }) => n === spike.n));
  const told = [...agents, ...models.map((model) => keep(model, (spike) => !taken(spike))), ...rest];
  return told.filter(({ spikes }) => spikes.length > 0);
}

function unexplained<One extends Series>(series: One, others: Series[], share: number): One {
  return keep(series, (spike) => {
    const same = others.flatMap(({ spikes }) => spikes.filter(({ n }) => n === spike.n));
    return sum(same.map(excessOf)) < share * excessOf(spike);
  });
}

function standsOut(spike: Spike, projects: Series[]): boolean {
  const [same] = projects.flatMap(({ spikes }) => spikes.filter(({ n }) => n === spike.n));
  return same === undefined || spike.usual_usd < NEARLY_ALL * same.usual_usd;
}

const keep = <One extends Series>(series: One, which: (spike: Spike) => boolean): One => ({
  ...series,
  spikes: series.spikes.filter(which),
});
