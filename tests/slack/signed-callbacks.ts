/** Callbacks that Slack did sign and that must decide nothing all the same. Each class has ten variants. */
import { buttonValue } from "../../src/slack/button-value.ts";
import { PEOPLE } from "./desk.ts";
import { type Asked, clickOn, type HostileClass, shifted, type Stage } from "./hostile-class.ts";
import { click, form, sign, submission } from "./signed.ts";

const signed = (
  name: string,
  body: (stage: Stage, variant: number) => string,
  told?: RegExp,
): HostileClass => ({
  name,
  kind: "signed",
  make: (stage, variant) => sign(body(stage, variant), { at: stage.desk.clock.now }),
  ...(told && { told }),
});

const pick = (stage: Stage, variant: number): Asked =>
  [stage.live, stage.expired, stage.decided, stage.own, stage.other][variant % 5] ?? stage.live;

export const SIGNED: HostileClass[] = [
  {
    name: "exact replay",
    kind: "signed",
    async make({ desk, decided, live }, variant) {
      // The first copy is heard: it opens a modal, or is told that it comes too late. What is sent is the second.
      const first = variant % 2 === 0 ? clickOn(decided, 0) : clickOn(live, 1);
      const request = sign(first, { at: desk.clock.now });
      await desk.send(request);
      return request;
    },
  },
  signed("other team", (stage, variant) => clickOn(stage.live, variant, { team: `T0OTHER${variant}` })),
  signed("other app", (stage, variant) => clickOn(stage.live, variant, { app: `A0OTHER${variant}` })),
  signed("other channel", (stage, variant) =>
    variant % 4 < 2
      ? clickOn(stage.live, variant, { channel: "C0ELSEWHERE" })
      : clickOn(stage.live, variant, { ts: stage.other.ts }),
  ),
  signed(
    "unknown user",
    (stage, variant) => clickOn(pick(stage, variant), variant, { user: PEOPLE.nobody }),
    /^You may not decide here\.$/,
  ),
  signed(
    "viewer",
    (stage, variant) => clickOn(stage.live, variant, { user: PEOPLE.vera }),
    /takes the role approver|may not decide; an approver can/,
  ),
  signed(
    "self-approval",
    (stage, variant) => clickOn(stage.own, 2 * variant, { user: PEOPLE.otto }),
    /otto proposed .* and may not approve it/,
  ),
  signed("expired", (stage, variant) => clickOn(stage.expired, variant), /expired/),
  signed("decided", (stage, variant) => clickOn(stage.decided, variant), /decided already|this is refused/),
  signed("edited value", (stage, variant) => {
    const value = buttonValue(stage.live);
    const edited = [
      `${value} `,
      value.toUpperCase(),
      value.slice(1),
      value.replace(":", "::"),
      "",
      stage.live.id,
      `${stage.live.id.slice(0, -1)}:${stage.live.digest}`,
      `apr_%:${stage.live.digest}`,
      `${value},${buttonValue(stage.other)}`,
      "{}",
    ];
    return clickOn(stage.live, variant, { value: edited[variant] ?? "" });
  }),
  signed(
    "digest mismatch",
    (stage, variant) => {
      const digest =
        variant < 5
          ? stage.other.digest
          : `${variant}${stage.live.digest.slice(1)}`.replace(/^(.)/, (first) =>
              stage.live.digest.startsWith(first) ? "f" : first,
            );
      return clickOn(stage.live, variant, { value: `${stage.live.id}:${digest}` });
    },
    /something else than what is stored/,
  ),
  {
    name: "JSON body",
    kind: "signed",
    make({ desk, live }, variant) {
      const { ts, ...approval } = live;
      const payload = click({ user: PEOPLE.ada, action: "approve", value: buttonValue(approval), ts });
      const { body, headers } = sign(JSON.stringify(variant % 2 === 0 ? payload : { payload }), {
        at: desk.clock.now,
      });
      const type = [
        "application/json",
        "text/plain",
        "application/json; charset=utf-8",
        "",
        "multipart/form-data; boundary=x",
      ];
      return { body, headers: { ...headers, "content-type": type[variant % 5] ?? "" } };
    },
  },
  {
    name: "modal of another approval",
    kind: "signed",
    async make({ desk, live, other }, variant) {
      await desk.send(sign(clickOn(live, 1), { at: shifted(desk.clock.now, variant - 250) }));
      const view = desk.writes("views.open").at(-1)?.args["view"] as { private_metadata: string };
      const opened = JSON.parse(view.private_metadata) as { origin: Record<string, string>; seal: string };
      const forged = [
        { ...opened, origin: { ...opened.origin, id: other.id } },
        { ...opened, origin: { ...opened.origin, id: other.id, digest: other.digest, ts: other.ts } },
        { ...opened, seal: "0".repeat(64) },
        { origin: opened.origin },
        { ...opened, origin: { ...opened.origin, user: PEOPLE.grace } },
      ][variant % 5];
      const user = variant === 9 ? PEOPLE.grace : PEOPLE.ada;
      const text = variant === 9 ? view.private_metadata : JSON.stringify(forged);
      return sign(form(submission(user, { private_metadata: text }, "no")), { at: desk.clock.now });
    },
  },
];
