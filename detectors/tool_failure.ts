import { defineDetector } from "../src/contracts/detector.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import { changeInputs } from "./blame/change-inputs.ts";
import { errorNearby, toolForms, toolLengths } from "./examples/tool-calls.ts";
import { ToolFailureLimits as Limits } from "./limits/tool-failure.ts";
import { toolJudgement } from "./judgements/tool-trouble.ts";
import { correlatedFailures, ErrorNearby } from "./strategies/correlated-failure.ts";
import { outputAnomalies, ToolLengths } from "./strategies/output-anomaly.ts";
import { jsonTools, schemaFailures, ToolForms } from "./strategies/schema-failure.ts";
import type { ToolTrouble } from "./strategies/tool-trouble.ts";

const spanOf = (at: string, limits: Limits) => ({
  since: shift(at, -limits.horizon_hours * HOUR_MS),
  until: at,
  baseline_days: limits.baseline_days,
});
const lengthSpanOf = (at: string, limits: Limits) => ({ ...spanOf(at, limits), share: limits.short_share });
const nearbySpanOf = (at: string, limits: Limits) => ({
  ...spanOf(at, limits),
  minutes: limits.nearby_minutes,
});

/** Tools that fail without saying so: text instead of JSON, errors that only Sentry saw, answers far too short. */
export const toolFailure = defineDetector({
  id: "tool_failure",
  type: "tool_failure",
  summary:
    "A tool fails silently: text instead of JSON, an error that only Sentry saw, or answers far too short.",
  limits: Limits,
  streams: true,
  inputs: {
    forms: { query: "tool_output_schema", params: spanOf, row: ToolForms },
    lengths: { query: "tool_output_length", params: lengthSpanOf, row: ToolLengths },
    nearby: { query: "tool_error_nearby", params: nearbySpanOf, row: ErrorNearby },
    ...changeInputs,
  },
  judge: ({ forms, lengths, nearby, ...changes }, limits, at) => {
    const troubles: ToolTrouble[] = [
      ...schemaFailures(forms, limits).map((found) => ({
        ...found,
        evidence: [{ query: "tool_output_schema", params: { ...spanOf(at, limits), tool: found.tool } }],
      })),
      ...outputAnomalies(lengths, jsonTools(forms, limits), limits).map((found) => ({
        ...found,
        evidence: [
          { query: "tool_output_length", params: { ...lengthSpanOf(at, limits), tool: found.tool } },
        ],
      })),
      ...correlatedFailures(nearby, limits).map((found) => ({
        ...found,
        evidence: [{ query: "tool_error_nearby", params: { ...nearbySpanOf(at, limits), tool: found.tool } }],
      })),
    ];
    return troubles.map((trouble) => toolJudgement(trouble, changes, limits));
  },
  blind_spots: [
    "A tool with fewer than 10 calls in the days before is not judged by form or length.",
    "Answers that are well-formed, as long as ever, and wrong are not seen.",
    "A tool that has always failed is usual.",
    "A JSON tool that turns to another JSON of like length, such as an object that holds an error, is not judged by form.",
  ],
  runbook: [
    "Open trace_chain of one of the traces and read the tool's input and output.",
    "Call the tool by hand with that input: does it fail outside of the agent too?",
    "Make the tool raise the error instead of returning it, so that the trace shows it.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      {
        forms: toolForms({ calls: 10, text_calls: 8 }),
        lengths: [],
        nearby: [],
        releases: [],
        changes: [],
        members: [],
      },
      {
        forms: [],
        lengths: toolLengths({ calls: 10, short_calls: 8 }),
        nearby: [],
        releases: [],
        changes: [],
        members: [],
      },
      { forms: [], lengths: [], nearby: [errorNearby({})], releases: [], changes: [], members: [] },
    ],
    quiet: [
      {
        forms: toolForms({ calls: 10, text_calls: 1 }),
        lengths: [],
        nearby: [],
        releases: [],
        changes: [],
        members: [],
      },
      {
        forms: [],
        lengths: toolLengths({ calls: 10, short_calls: 1 }),
        nearby: [],
        releases: [],
        changes: [],
        members: [],
      },
      {
        forms: [],
        lengths: [],
        nearby: [errorNearby({ link: "same_release" })],
        releases: [],
        changes: [],
        members: [],
      },
    ],
  },
});
