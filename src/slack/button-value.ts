import type { Approval } from "../contracts/approval.ts";

/** What a button says was seen: the approval and the whole digest of what it would do. */
export type Seen = { id: string; digest: string };

const VALUE = /^(apr_[\w-]{1,64}):([0-9a-f]{64})$/;

export const buttonValue = ({ id, digest }: Pick<Approval, "id" | "digest">): string => `${id}:${digest}`;

/** undefined for anything that buttonValue does not write. */
export function readButtonValue(value: string): Seen | undefined {
  const [, id, digest] = VALUE.exec(value) ?? [];
  return id === undefined || digest === undefined ? undefined : { id, digest };
}
