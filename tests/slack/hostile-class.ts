/** What the classes of hostile callbacks are made of. */
import type { Approval } from "../../src/contracts/approval.ts";
import { buttonValue } from "../../src/slack/button-value.ts";
import { type Desk, PEOPLE } from "./desk.ts";
import { click, type Clicked, form } from "./signed.ts";

export type Asked = Approval & { ts: string };
export type Stage = { desk: Desk; live: Asked; other: Asked; own: Asked; expired: Asked; decided: Asked };

/** `unsigned`: must look like any other bad signature. `signed`: comes from Slack, and must still decide nothing. */
export type HostileClass = {
  name: string;
  kind: "unsigned" | "signed";
  make: (stage: Stage, variant: number) => RequestInit | Promise<RequestInit>;
  /** What the one who clicked is told; nothing when not given. */
  told?: RegExp;
};

/** A click on the message of an approval, by turns to approve and to reject. */
export const clickOn = (
  { ts, ...approval }: Asked,
  variant: number,
  given: Partial<Clicked> = {},
): string => {
  const action = variant % 2 === 0 ? "approve" : "reject";
  return form(click({ user: PEOPLE.ada, action, value: buttonValue(approval), ts, ...given }));
};

export function shifted(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
