import { z } from "zod";

import type { Detector } from "../../src/contracts/detector.ts";
import { markdownTable } from "./markdown-table.ts";

type JsonLimit = { type?: string; default?: unknown; description?: string };

export function detectorPage(detector: Detector): string {
  const schema = z.toJSONSchema(detector.limits as z.ZodType, { io: "input" });
  const limits = Object.entries((schema.properties ?? {}) as Record<string, JsonLimit>).map(
    ([name, limit]) => [`\`${name}\``, JSON.stringify(limit.default) ?? "", limit.description ?? ""],
  );
  const inputs = Object.entries(detector.inputs as Record<string, { query: string }>);
  return [
    `# ${detector.id}`,
    detector.summary,
    detector.streams === true
      ? "Judged on patrol, and as spans arrive over OTLP (`detect.stream`)."
      : "Judged on patrol.",
    "## Reads",
    inputs.map(([name, { query }]) => `- ${name}: [${query}](../queries/${query}.md)`).join("\n"),
    "## Limits (settings.json, `detectors`)",
    markdownTable(["limit", "default", "meaning"], limits),
    "## What it does not see",
    detector.blind_spots.map((line) => `- ${line}`).join("\n"),
    "## Runbook",
    detector.runbook.map((line, index) => `${index + 1}. ${line}`).join("\n"),
    "",
  ].join("\n\n");
}
