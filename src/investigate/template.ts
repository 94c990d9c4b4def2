import type { EvidencePack } from "./evidence-pack.ts";
import type { Draft } from "./sentence.ts";
import { cite, tellCause, tellImpact, tellOthers, tellProposal } from "./tell-parts.ts";
import { agentLoop } from "./templates/agent_loop.ts";
import { costSpike } from "./templates/cost_spike.ts";
import { errorCascade } from "./templates/error_cascade.ts";
import { titled } from "./templates/phrases.ts";
import { promptDrift } from "./templates/prompt_drift.ts";
import { taskFailure } from "./templates/task_failure.ts";
import type { Teller } from "./templates/teller.ts";
import { toolFailure } from "./templates/tool_failure.ts";

/** One per incident type. */
const TELLERS: Record<string, Teller> = {
  agent_loop: agentLoop,
  cost_spike: costSpike,
  error_cascade: errorCascade,
  prompt_drift: promptDrift,
  task_failure: taskFailure,
  tool_failure: toolFailure,
};

/** Any type that has no words of its own yet. */
const anyType: Teller = {
  seen: ({ title }) => [titled(title)],
  next: () => ["Read the evidence, then decide whether it needs a change or was expected"],
};

/** The narrative that needs no model: what a good on-call engineer would write from the same evidence. */
export function templateDraft(pack: EvidencePack): Draft {
  const [leader] = pack.findings;
  const teller = TELLERS[pack.type] ?? anyType;
  return {
    what_happened: [...teller.seen(leader, pack).map((text) => cite(leader, text)), ...tellOthers(pack)],
    likely_cause: tellCause(pack),
    impact: tellImpact(pack),
    recommended_action: [
      ...teller.next(leader, pack).map((text) => cite(leader, text)),
      ...tellProposal(pack),
    ],
  };
}
