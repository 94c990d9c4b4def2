import type { Resource } from "../span.ts";
import { attributesJson } from "./column-text.ts";
import { pick, textIn } from "./pick.ts";

type ResourceColumns = {
  service_name: string | null;
  environment: string | null;
  release: string | null;
  session_id: string | null;
  user_id: string | null;
  json: string | null;
};

/** A request has many spans of one resource. */
const known = new WeakMap<Resource, ResourceColumns>();

export function resourceColumns(resource: Resource): ResourceColumns {
  const remembered = known.get(resource);
  if (remembered !== undefined) return remembered;
  const picked = pick(resource.attributes);
  const name = resource.attributes["service.name"];
  const columns: ResourceColumns = {
    // SDKs that were told no name send `unknown_service:node`.
    service_name: typeof name === "string" && !name.startsWith("unknown_service") ? name : null,
    environment: textIn(picked, "environment"),
    release: textIn(picked, "release"),
    session_id: textIn(picked, "session_id"),
    user_id: textIn(picked, "user_id"),
    json: attributesJson(resource.attributes, undefined, undefined).json,
  };
  known.set(resource, columns);
  return columns;
}
