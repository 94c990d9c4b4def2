/** Tells people of incidents: which news, where, in which thread. What leaves is stored in the outbox. */
import type { Incident } from "../contracts/incident.ts";
import type { Environment } from "../environment.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { Service } from "../settings.ts";
import type { State, StateDb } from "../state/open.ts";
import { letterFor } from "./letters.ts";
import { knownOf, newsOf, type News } from "./news.ts";
import { placesFor, type Place } from "./places.ts";
import { isQuiet } from "./quiet-hours.ts";
import type { NotifySettings } from "./settings.ts";
import { sharedThread } from "./shared-thread.ts";

export type NotifyContext = {
  state: State;
  settings: () => { notify: NotifySettings; services: Record<string, Service>; server: { url: string } };
  environment: Environment;
};

export type Told = { incident_id: string; place: string; news: News };

/**
 * Give it every incident that is active or was told of (`incidentsToTell`), as often as you like: each piece of news is
 * told once per place, also when several processes do this at once. What quiet hours or grouping hold back is looked at
 * again by the next call, and told only if it is still so. Answers with what was handed to the outbox.
 */
export async function notifyIncidents(
  context: NotifyContext,
  incidents: Incident[],
  at: Date,
): Promise<Told[]> {
  const { notify, services } = context.settings();
  const quiet = isQuiet(notify.quiet_hours, at);
  const told: Told[] = [];
  for (const incident of incidents) {
    if (quiet && incident.severity !== "critical") continue;
    for (const { place, fits } of placesFor(incident, notify, services, context.environment)) {
      const news = await context.state.write((db) => tell(db, context, { incident, place, fits }, at));
      if (news !== undefined) told.push({ incident_id: incident.id, place: place.id, news });
    }
  }
  return told;
}

type Telling = { incident: Incident; place: Place; fits: boolean };

async function tell(
  db: StateDb,
  { settings }: NotifyContext,
  { incident, place, fits }: Telling,
  at: Date,
): Promise<News | undefined> {
  const { notify, server } = settings();
  const notice = await db
    .selectFrom("notices")
    .selectAll()
    .where("incident_id", "=", incident.id)
    .where("place", "=", place.id)
    .executeTakeFirst();
  // Where its beginning was told its end is told too, though it has outgrown the route by then.
  if (notice === undefined && !fits) return undefined;
  const news = newsOf(incident, notice, notify, at);
  if (news === undefined) return undefined;
  const letters = (notice?.letters ?? 0) + 1;
  const key = `notice:${incident.id}:${place.id}:${letters}`;
  const thread_key =
    notice?.thread_key ?? (await sharedThread(db, incident, place, notify.group_minutes, at)) ?? key;
  const now = {
    severity: incident.severity,
    told: JSON.stringify(knownOf(incident)),
    letters,
    last_at: at.toISOString(),
    closed_at: news === "resolved" ? at.toISOString() : null,
  };
  await db
    .insertInto("notices")
    .values({
      ...now,
      incident_id: incident.id,
      place: place.id,
      thread_key,
      connection: incident.connection,
      first_at: at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(["incident_id", "place"]).doUpdateSet(now))
    .execute();
  const letter = letterFor({ incident, place, news, key, thread_key, base_url: server.url });
  await enqueue(db, { ...letter, key, cause: incident.id, at });
  return news;
}
