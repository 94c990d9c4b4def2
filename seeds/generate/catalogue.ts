/** Every scenario by the name of its folder. */
import type { Draw } from "./draw.ts";
import type { SeedFolder } from "./folder.ts";
import { agentLoopCritical } from "./scenarios/agent-loop-critical.ts";
import { agentLoop } from "./scenarios/agent-loop.ts";
import { costSpikeAgent } from "./scenarios/cost-spike-agent.ts";
import { costSpikeModel } from "./scenarios/cost-spike-model.ts";
import { costSpikeProject } from "./scenarios/cost-spike-project.ts";
import { errorCascade } from "./scenarios/error-cascade.ts";
import { promptDriftFormat } from "./scenarios/prompt-drift-format.ts";
import { promptDriftSchema } from "./scenarios/prompt-drift-schema.ts";
import { promptDriftScore } from "./scenarios/prompt-drift-score.ts";
import { quiet } from "./scenarios/quiet.ts";
import { storm } from "./scenarios/storm.ts";
import { taskFailure } from "./scenarios/task-failure.ts";
import { toolFailureCorrelated } from "./scenarios/tool-failure-correlated.ts";
import { toolFailureOutput } from "./scenarios/tool-failure-output.ts";
import { toolFailureSchema } from "./scenarios/tool-failure-schema.ts";

export const SCENARIOS: Record<string, (draw: Draw) => SeedFolder> = {
  quiet,
  "agent-loop": agentLoop,
  "agent-loop-critical": agentLoopCritical,
  "cost-spike-agent": costSpikeAgent,
  "cost-spike-model": costSpikeModel,
  "cost-spike-project": costSpikeProject,
  "error-cascade": errorCascade,
  "prompt-drift-format": promptDriftFormat,
  "prompt-drift-schema": promptDriftSchema,
  "prompt-drift-score": promptDriftScore,
  storm,
  "task-failure": taskFailure,
  "tool-failure-correlated": toolFailureCorrelated,
  "tool-failure-output": toolFailureOutput,
  "tool-failure-schema": toolFailureSchema,
};
