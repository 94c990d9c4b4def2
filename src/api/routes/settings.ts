import { z } from "@hono/zod-openapi";

import { describeLimits, type DescribedDetector } from "../../detect/describe-limits.ts";
import { LimitChanges } from "../../detect/limit-changes.ts";
import type { Preview } from "../../detect/preview.ts";
import { previewSettings } from "../../preview-settings.ts";
import { saveLimits } from "../../save-limits.ts";
import type { FixedSetting } from "../../settings-file.ts";
import type { Settings } from "../../settings.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["server"];
/** `etag` names the file that was read; saving gives it back. */
type SettingsAnswer = {
  settings: Settings;
  problem: string | null;
  etag: string;
  fixed: FixedSetting[];
  detectors: DescribedDetector[];
};
const whole = answers<SettingsAnswer>("the settings, and why those of the file are not in force");

const read = defineRoute("operator", {
  method: "get",
  path: "/api/settings",
  tags,
  summary: "The settings in force; secrets are not among them",
  responses: whole,
});

const preview = defineRoute("operator", {
  method: "post",
  path: "/api/settings/preview",
  tags,
  summary: "What the last seven days would have found with other limits; nothing is stored",
  request: { body: jsonBody(z.strictObject({ detectors: LimitChanges })) },
  responses: answers<Preview>("the findings of the present and of the proposed limits"),
});

const save = defineRoute("admin", {
  method: "put",
  path: "/api/settings/limits",
  tags,
  summary: "Save limits of detectors in settings.json; in force at once",
  request: {
    body: jsonBody(z.strictObject({ etag: z.string().max(200), detectors: LimitChanges })),
  },
  responses: whole,
});

/** Settings as they are in force. What is no limit of a detector is changed in the file. */
export function settingsRoutes({ sentinel, stopping }: ApiContext) {
  const inForce = (): SettingsAnswer => {
    const { settings, settings_problem = null, settings_etag: etag, fixed_settings: fixed } = sentinel;
    const detectors = sentinel.detectors.map((one) => describeLimits(one, settings.detectors[one.id]));
    return { settings, problem: settings_problem, etag, fixed, detectors };
  };
  const preview_of = previewSettings(sentinel);
  return newRoutes()
    .openapi(read, (c) => c.json(inForce(), 200))
    .openapi(preview, async (c) => {
      const signal = AbortSignal.any([c.req.raw.signal, stopping]);
      return c.json(await preview_of(c.req.valid("json").detectors, signal), 200);
    })
    .openapi(save, async (c) => {
      const { etag, detectors: changes } = c.req.valid("json");
      await saveLimits(sentinel, { etag, changes }, callerOf(c));
      return c.json(inForce(), 200);
    });
}
