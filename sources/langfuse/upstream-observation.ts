import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";

const details = z.record(z.string(), z.unknown()).catch({});

/**
 * An observation as v2 and v1 of the public API give it. v1 names the model `model`, the cost
 * `calculatedTotalCost` and has `usage`; the fields of its trace are added under their v2 names.
 */
export const UpstreamObservation = z.object({
  id: lenient.anId,
  traceId: lenient.maybeName,
  parentObservationId: lenient.maybeName,
  type: lenient.maybeName,
  name: lenient.maybeName,
  startTime: lenient.aTime,
  endTime: lenient.maybeTime,
  level: lenient.maybeName,
  statusMessage: lenient.maybeName,
  version: lenient.maybeName,
  environment: lenient.maybeName,
  isRootObservation: lenient.maybeFlag,
  input: lenient.maybeAnything,
  output: lenient.maybeAnything,
  metadata: lenient.maybeAnything,
  providedModelName: lenient.maybeName,
  model: lenient.maybeName,
  promptName: lenient.maybeName,
  promptVersion: lenient.maybeInt,
  /** Seconds in both generations (milliseconds in the metrics API only). */
  latency: lenient.maybeReal,
  usageDetails: details,
  costDetails: details,
  totalCost: lenient.maybeAnything,
  calculatedTotalCost: lenient.maybeAnything,
  usage: lenient.maybeObject({
    input: lenient.maybeInt,
    output: lenient.maybeInt,
    total: lenient.maybeInt,
    totalCost: lenient.maybeAnything,
  }),
  traceName: lenient.maybeName,
  tags: lenient.maybeTexts,
  release: lenient.maybeName,
  sessionId: lenient.maybeName,
  userId: lenient.maybeName,
});
export type UpstreamObservation = z.infer<typeof UpstreamObservation>;
