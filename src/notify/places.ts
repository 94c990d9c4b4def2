/** Where an incident is to be told. */
import type { Incident } from "../contracts/incident.ts";
import type { Environment } from "../environment.ts";
import type { Service } from "../settings.ts";
import type { NotifySettings, Route } from "./settings.ts";
import { isWayOpen } from "./ways.ts";

export type Place =
  | { way: "slack"; id: string; channel: string }
  | { way: "mail"; id: string; to: string[] }
  | { way: "pagerduty"; id: string }
  | { way: "webhook"; id: string; url: string; secret: string };

/**
 * Each place once, whatever number of routes lead there; a way whose variables are not set is left out. `fits`: some
 * route there is for this severity. The others are where the incident may have been told before it grew worse.
 */
export function placesFor(
  incident: Incident,
  settings: NotifySettings,
  services: Record<string, Service>,
  environment: Environment,
): { place: Place; fits: boolean }[] {
  const own = servicesOf(incident, services);
  const places = new Map<string, { place: Place; fits: boolean }>();
  for (const route of settings.routes) {
    if (route.services.length > 0 && !route.services.some((service) => own.includes(service))) continue;
    for (const way of route.to) {
      const place = placeOf(route, way, environment);
      if (place === undefined) continue;
      const fits = route.severities.includes(incident.severity) || places.get(place.id)?.fits === true;
      places.set(place.id, { place, fits });
    }
  }
  return [...places.values()];
}

function placeOf(route: Route, way: Route["to"][number], environment: Environment): Place | undefined {
  switch (way) {
    case "slack": {
      const channel = route.slack_channel ?? environment("SLACK_INCIDENTS_CHANNEL");
      const open = channel !== undefined && environment("SLACK_BOT_TOKEN") !== undefined;
      return open ? { way, id: `slack:${channel}`, channel } : undefined;
    }
    case "mail": {
      const to = route.mail_to ?? environment("MAIL_TO")?.split(/\s*,\s*/) ?? [];
      const open =
        to.length > 0 && ["MAIL_URL", "MAIL_FROM"].every((name) => environment(name) !== undefined);
      return open ? { way, id: `mail:${to.toSorted().join(",")}`, to } : undefined;
    }
    case "pagerduty":
      return isWayOpen(environment, way) ? { way, id: way } : undefined;
    case "webhook": {
      const { webhook } = route;
      return webhook && { way, id: `webhook:${webhook.url}`, ...webhook };
    }
  }
}

/** By connection, and by the repository that is blamed. */
function servicesOf({ connection, blame }: Incident, services: Record<string, Service>): string[] {
  return Object.entries(services)
    .filter(
      ([name, { connections, repos }]) =>
        name === connection ||
        connections.includes(connection) ||
        (blame !== null && repos.includes(blame.repo)),
    )
    .map(([name]) => name);
}
