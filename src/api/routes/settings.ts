import type { Settings } from "../../settings.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const read = defineRoute("operator", {
  method: "get",
  path: "/api/settings",
  tags: ["server"],
  summary: "The settings in force; secrets are not among them",
  responses: answers<{ settings: Settings; problem: string | null }>(
    "the settings, and why those of the file are not in force",
  ),
});

/** Settings are changed in their file: what is in force can be read here. */
export function settingsRoutes({ sentinel }: ApiContext) {
  return newRoutes().openapi(read, (c) => {
    const { settings, settings_problem = null } = sentinel;
    return c.json({ settings, problem: settings_problem }, 200);
  });
}
