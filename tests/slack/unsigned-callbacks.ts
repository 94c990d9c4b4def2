/** Callbacks that Slack did not sign, or not now, or not so. Each class has ten variants. */
import { clickOn, type HostileClass, shifted, type Stage } from "./hostile-class.ts";
import { sign, type Signing } from "./signed.ts";

const unsigned = (
  name: string,
  change: (variant: number, headers: Record<string, string>, body: string) => RequestInit,
  signing: (stage: Stage, variant: number) => Partial<Signing> = () => ({}),
): HostileClass => ({
  name,
  kind: "unsigned",
  make(stage, variant) {
    const options = { at: stage.desk.clock.now, ...signing(stage, variant) };
    const { body, headers } = sign(clickOn(stage.live, variant), options);
    return { body, headers, ...change(variant, headers, body) };
  },
});

const signature =
  (value: (good: string, variant: number) => string | undefined) =>
  (variant: number, headers: Record<string, string>): RequestInit => {
    const { "x-slack-signature": good = "", ...rest } = headers;
    const changed = value(good, variant);
    return { headers: changed === undefined ? rest : { ...rest, "x-slack-signature": changed } };
  };

const as_it_is = (): RequestInit => ({});
const NOT_A_TIME = [
  "NaN",
  "",
  " ",
  "Infinity",
  "0x65e3f2c0",
  "1e9",
  "-1",
  "1772452800.5",
  "1772452800²",
  "now",
];

export const UNSIGNED: HostileClass[] = [
  unsigned(
    "no signature",
    signature(() => undefined),
  ),
  unsigned(
    "empty signature",
    signature((_good, variant) => (variant % 2 === 0 ? "" : "v0=")),
  ),
  unsigned(
    "short signature",
    signature((good, variant) => good.slice(0, good.length - 1 - variant * 6)),
  ),
  unsigned("v1 signature", as_it_is, (_stage, variant) => ({ version: variant % 2 === 0 ? "v1" : "V0" })),
  unsigned("wrong secret", as_it_is, (_stage, variant) => ({ secret: "0".repeat(variant * 4) })),
  unsigned("re-encoded body", (variant, _headers, body) => ({
    body:
      [
        body.replaceAll("%22", '"'),
        body.replaceAll("%3A", "%3a"),
        `${body}&x=${variant}`,
        `${body}\n`,
        ` ${body}`,
      ][variant % 5] ?? "",
  })),
  unsigned("doubled headers", (variant, headers) => {
    const name = variant % 2 === 0 ? "x-slack-signature" : "x-slack-request-timestamp";
    const value = headers[name] ?? "";
    return { headers: [...Object.entries(headers), [name, variant < 5 ? value : `${value}0`]] };
  }),
  unsigned("301 s old", as_it_is, ({ desk }, variant) => ({
    at: shifted(desk.clock.now, -301 - variant * 600),
  })),
  unsigned("301 s ahead", as_it_is, ({ desk }, variant) => ({
    at: shifted(desk.clock.now, 301 + variant * 600),
  })),
  unsigned("NaN time", as_it_is, (_stage, variant) => ({ timestamp: NOT_A_TIME[variant] ?? "NaN" })),
  unsigned("huge body", (variant, headers, body) => {
    const huge = `${body}&pad=${"x".repeat(65_536 * (1 + variant))}`;
    const { "x-slack-request-timestamp": time = "" } = headers;
    return sign(huge, { at: new Date(Number(time) * 1000) });
  }),
];
