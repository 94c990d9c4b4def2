import { breach, type Output, type SchemaSnapshot } from "../../detectors/judge/output-schema.ts";

/** Part of the outputs that is JSON, from which on a feature is one that answers in JSON. */
const JSON_SHARE = 0.9;
/** Part of the outputs up to which a Markdown fence is not part of the form. */
const HARDLY_ANY = 0.1;

/** Whether an output lacks the form: broken JSON keys, or a fence that breaks whoever parses the text. */
export function losesForm(output: Output, snapshot: SchemaSnapshot): boolean {
  const fenced = output.fenced && snapshot.fenced_share <= HARDLY_ANY;
  return fenced || (snapshot.json_share >= JSON_SHARE && breach(output, snapshot) !== undefined);
}
