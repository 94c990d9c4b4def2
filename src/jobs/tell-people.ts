import type { Sentinel } from "../main.ts";
import { incidentsToTell } from "../notify/incidents-to-tell.ts";
import { notifyIncidents, type Told } from "../notify/notify-incidents.ts";

/** Tells what is new about all incidents, as the routes of the settings say. */
export async function tellPeople(sentinel: Sentinel): Promise<Told[]> {
  const { environment, now } = sentinel;
  const state = sentinel.state();
  const at = now();
  const context = { state, settings: () => sentinel.settings, environment };
  return notifyIncidents(context, await incidentsToTell(state, at), at);
}
