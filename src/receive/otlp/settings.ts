import { z } from "zod";

const MIB = 1_048_576;

/** Limits of the OTLP intake. */
export const OtlpSettings = z.strictObject({
  /** Of one request as it comes, packed or not. */
  body_bytes: z
    .int()
    .positive()
    .default(16 * MIB),
  /** Of one request unpacked. */
  unpacked_bytes: z
    .int()
    .positive()
    .default(64 * MIB),
  /** Of all requests that are taken and not yet in the lake, unpacked; beyond it senders are asked to wait. */
  pending_bytes: z
    .int()
    .positive()
    .default(32 * MIB),
  /** Size at which a file of the intake's log is closed and the next begun. */
  segment_bytes: z
    .int()
    .positive()
    .default(32 * MIB),
});
export type OtlpSettings = z.infer<typeof OtlpSettings>;
