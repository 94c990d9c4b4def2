import type { ActionsBlock } from "@slack/web-api";

import { VERDICTS, type Verdict } from "../contracts/incident.ts";

const PREFIX = "verdict_";
export const VERDICT_ACTIONS = ["verdict_right", "verdict_wrong_cause", "verdict_noise"] as const;
export type VerdictAction = (typeof VERDICT_ACTIONS)[number];

const LABELS: Record<Verdict, string> = { right: "Right", wrong_cause: "Wrong cause", noise: "Noise" };

/** Three buttons by which people say whether the incident was what it said; the value is its id. */
export function verdictButtons(incident_id: string): ActionsBlock {
  return {
    type: "actions",
    block_id: "verdict",
    elements: VERDICTS.map((verdict) => ({
      type: "button",
      action_id: `${PREFIX}${verdict}`,
      text: { type: "plain_text", text: LABELS[verdict] },
      value: incident_id,
    })),
  };
}

export const verdictOf = (action: VerdictAction): Verdict => action.slice(PREFIX.length) as Verdict;
