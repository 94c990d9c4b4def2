/**
 * A detector judges rows. It has no clock, no I/O and no environment: the same rows, limits and moment
 * always give the same judgements.
 */
import type { z } from "zod";

import type { Judgement } from "./finding.ts";
import type { Params } from "./query.ts";

/** The rows of each input, by its name. */
type Rows<Inputs extends Record<string, z.ZodType>> = {
  [Name in keyof Inputs]: z.infer<Inputs[Name]>[];
};

export type Detector<
  // oxlint-disable-next-line typescript/no-explicit-any
  Inputs extends Record<string, z.ZodType> = any,
  // oxlint-disable-next-line typescript/no-explicit-any
  Limits extends z.ZodType = any,
> = {
  id: string;
  /** Incident type; the same as the id unless several detectors raise one type. */
  type: string;
  /** One sentence for docs and `--help`. */
  summary: string;
  limits: Limits;
  /** Whether it is judged as rows arrive too, and not on patrol only. */
  streams?: boolean;
  /** The rows it needs, by name: one library query each. */
  inputs: {
    [Name in keyof Inputs]: {
      query: string;
      params: (at: string, limits: z.infer<Limits>) => Params;
      row: Inputs[Name];
      /** Rows that only help to explain: a hole in their tables keeps nobody from judging. */
      optional?: boolean;
      /**
       * Parameters that leave the rows of these traces. Only where a trace for which nothing came can say nothing new:
       * a stream looks at those that something came for, and at all of them only when it finds something there.
       */
      narrow?: (trace_ids: string[]) => Params;
      /**
       * A cheaper query with these parameters, which lists the traces (`trace_id`) that the input can have rows of. A stream
       * asks it first of those that something came for.
       */
      candidates?: string;
    };
  };
  judge: (rows: Rows<Inputs>, limits: z.infer<Limits>, at: string) => Judgement[];
  /** What the rows do not suffice to judge, such as too little history. */
  unjudged?: (
    rows: Rows<Inputs>,
    limits: z.infer<Limits>,
    at: string,
  ) => { connection: string; reason: string }[];
  blind_spots: string[];
  runbook: string[];
  /** At least one of each; a corpus test judges them with the limits given. */
  examples: {
    at: string;
    limits: z.infer<Limits>;
    fires: Rows<NoInfer<Inputs>>[];
    quiet: Rows<NoInfer<Inputs>>[];
  };
};

export function defineDetector<Inputs extends Record<string, z.ZodType>, Limits extends z.ZodType>(
  detector: Detector<Inputs, Limits>,
): Detector<Inputs, Limits> {
  return detector;
}
