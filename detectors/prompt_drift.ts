import { defineDetector } from "../src/contracts/detector.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import { changeInputs } from "./blame/change-inputs.ts";
import { PromptCommit } from "./blame/prompt-change.ts";
import { sampledOutputs, scoreShift } from "./examples/model-outputs.ts";
import { PromptDriftLimits as Limits } from "./limits/prompt-drift.ts";
import { driftJudgement } from "./judgements/drift.ts";
import { SampledOutput, type Drift } from "./strategies/drift.ts";
import { featuresOf } from "./strategies/features.ts";
import { outputShift } from "./strategies/output-shift.ts";
import { isJsonFeature, schemaBreak } from "./strategies/schema-break.ts";
import { scoreRegressions, ScoreShift } from "./strategies/score-regression.ts";

const spanOf = (at: string, limits: Limits) => ({
  since: shift(at, -limits.horizon_hours * HOUR_MS),
  until: at,
  baseline_days: limits.baseline_days,
});
/** What is accepted later changes nothing of what was found. */
const sampleOf = (at: string, limits: Limits) => ({ ...spanOf(at, limits), accepted_until: at });

/** Model outputs that lost their form, scores that fell, answers of another kind: what a changed prompt or model does. */
export const promptDrift = defineDetector({
  id: "prompt_drift",
  type: "prompt_drift",
  summary:
    "A feature's outputs break their JSON form, its scores fall, or its answers take another form than in the days before.",
  limits: Limits,
  inputs: {
    outputs: { query: "output_schema_sample", params: sampleOf, row: SampledOutput },
    scores: { query: "score_shift", params: spanOf, row: ScoreShift },
    commits: {
      query: "prompt_commits_before",
      params: (at: string, limits: Limits) => ({
        since: shift(at, -(limits.horizon_hours + limits.baseline_days * 24 + limits.blame_hours) * HOUR_MS),
        until: at,
      }),
      row: PromptCommit,
      optional: true,
    },
    releases: {
      ...changeInputs.releases,
      params: (at: string, limits: Limits) => ({
        since: shift(at, -limits.horizon_hours * HOUR_MS),
        until: at,
      }),
    },
    members: changeInputs.members,
  },
  judge: ({ outputs, scores, ...changes }, limits, at) => {
    const features = featuresOf(outputs, limits);
    const ofFeature = (feature: string) => [
      {
        query: "output_schema_sample",
        params: { ...sampleOf(at, limits), feature, baseline_sample: 50, judged_sample: 50 },
      },
    ];
    const drifts: Drift[] = [
      ...features.flatMap((feature) => {
        const broken = schemaBreak(feature, limits);
        if (broken !== undefined) return { ...broken, evidence: ofFeature(feature.feature) };
        const shifted = outputShift(feature, isJsonFeature(feature, limits), limits);
        return shifted === undefined ? [] : { ...shifted, evidence: ofFeature(feature.feature) };
      }),
      ...scoreRegressions(scores, limits, at).map((fallen) => ({
        ...fallen,
        evidence: [
          { query: "score_shift", params: { ...spanOf(at, limits), score: fallen.name } },
          {
            query: "score_by_hour",
            params: { since: shift(at, -48 * HOUR_MS), until: at, score: fallen.name },
          },
        ],
      })),
    ];
    return drifts.map((drift) => driftJudgement(drift, changes, limits));
  },
  blind_spots: [
    "A feature with fewer than 20 outputs before the newest 20 has no known form.",
    "Wrong values in the right form are not seen; scores are there for that.",
    "A list whose elements lose a key in some places only keeps its form.",
    "A slow drift over weeks is in the baseline.",
  ],
  runbook: [
    "Compare an output from before onset with one after it: output_schema_sample names both.",
    "Check whether the model name or the prompt version changed at onset.",
    "If a commit is blamed, read its prompt diff; roll the prompt back and watch the share of failing outputs.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      {
        outputs: sampledOutputs({ judged: 20, broken: 12 }),
        scores: [],
        commits: [],
        releases: [],
        members: [],
      },
      { outputs: [], scores: [scoreShift({ mean: 0.6 })], commits: [], releases: [], members: [] },
      {
        outputs: sampledOutputs({ judged: 20, fenced: true }),
        scores: [],
        commits: [],
        releases: [],
        members: [],
      },
    ],
    quiet: [
      {
        outputs: sampledOutputs({ judged: 20, broken: 2 }),
        scores: [],
        commits: [],
        releases: [],
        members: [],
      },
      {
        outputs: sampledOutputs({ judged: 20 }),
        scores: [scoreShift({ mean: 0.85 })],
        commits: [],
        releases: [],
        members: [],
      },
      {
        outputs: sampledOutputs({ judged: 5, broken: 5 }),
        scores: [],
        commits: [],
        releases: [],
        members: [],
      },
    ],
  },
});
