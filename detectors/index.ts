import type { Detector } from "../src/contracts/detector.ts";
import { agentLoop } from "./agent_loop.ts";
import { costSpike } from "./cost_spike.ts";
import { errorCascade } from "./error_cascade.ts";
import { promptDrift } from "./prompt_drift.ts";
import { taskFailure } from "./task_failure.ts";
import { toolFailure } from "./tool_failure.ts";

/** Every detector, in the order in which they are listed and run. */
export const detectors: Detector[] = [
  costSpike,
  errorCascade,
  promptDrift,
  agentLoop,
  toolFailure,
  taskFailure,
];
