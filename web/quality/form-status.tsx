import type { SchemaVersion } from "../types.ts";

const TONES = { first: "", drifted: "tone-high", accepted: "tone-good" };
const WORDS = { first: "as first seen", drifted: "changed", accepted: "accepted" };

/** Whether a form is as it always was, has changed, or was accepted. */
export const FormStatus = ({ of: { status } }: { of: Pick<SchemaVersion, "status"> }) => (
  <span className={`badge ${TONES[status]}`}>{WORDS[status]}</span>
);
