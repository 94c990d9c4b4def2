/** What the service catalogue ties together, from the rows of `service_members`. */
import { z } from "zod";

import { groupBy } from "../judge/group.ts";

export const Member = z.object({
  connection: z.string().nullable(),
  service: z.string(),
  kind: z.string(),
  value: z.string(),
  implicit: z.boolean().nullable(),
});
export type Member = z.infer<typeof Member>;

type Service = { name: string; implicit: boolean; of: (kind: string) => string[] };

/** A repository that an agent is tied to, and the service that says so. */
export type TiedRepo = { repo: string; service: string; implicit: boolean };

/**
 * The repositories of the services that an agent of a connection belongs to: those that list it, else those that
 * name its connection and list no agents. Without an agent, the services of the whole connection.
 */
export function reposOf(members: Member[], connection: string, agent: string | null): TiedRepo[] {
  return servicesOf(members)
    .filter((service) => belongs(service, connection, agent))
    .flatMap(({ name, implicit, of }) => of("repo").map((repo) => ({ repo, service: name, implicit })));
}

/** The repositories of the services that list a task, or that name its connection and list no tasks. */
export function reposOfTask(members: Member[], connection: string, task: string): TiedRepo[] {
  return servicesOf(members)
    .filter(({ of }) => {
      const tasks = of("task");
      const connections = of("connection");
      if (tasks.length === 0) return connections.includes(connection);
      return tasks.includes(task) && (connections.length === 0 || connections.includes(connection));
    })
    .flatMap(({ name, implicit, of }) => of("repo").map((repo) => ({ repo, service: name, implicit })));
}

/** Whether a row of another source may be read for this connection: its own, or one that a service names beside it. */
export function isPeer(members: Member[], connection: string, other: string | null): boolean {
  if (other === connection) return true;
  return servicesOf(members).some(({ of }) => {
    const connections = of("connection");
    return other !== null && connections.includes(connection) && connections.includes(other);
  });
}

function belongs({ of }: Service, connection: string, agent: string | null): boolean {
  const agents = of("agent");
  const connections = of("connection");
  if (agents.length === 0) return connections.includes(connection);
  return (
    agent !== null && agents.includes(agent) && (connections.length === 0 || connections.includes(connection))
  );
}

function servicesOf(members: Member[]): Service[] {
  const byName = groupBy(members, ({ service }) => service);
  return [...byName].map(([name, rows]) => ({
    name,
    implicit: rows.every(({ implicit }) => implicit === true),
    of: (kind) => [...new Set(rows.filter((row) => row.kind === kind).map(({ value }) => value))],
  }));
}
