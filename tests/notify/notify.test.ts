import { expect, it } from "vitest";

import { acknowledge } from "../../src/incidents/acknowledge.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { snooze } from "../../src/incidents/snooze.ts";
import { incidentsToTell } from "../../src/notify/incidents-to-tell.ts";
import { notifyIncidents } from "../../src/notify/notify-incidents.ts";
import { AT, after, openNotifying } from "./world.ts";

const SLACK = "slack:incidents";

it("tells an incident once, its news in the same thread, and its end", async () => {
  const { state, open, tell, letters } = await openNotifying({
    routes: [{ to: ["slack", "mail", "pagerduty"] }],
  });
  const id = await open();
  expect(await tell(AT)).toEqual([`opened ${SLACK}`, "opened mail:team@example.com", "opened pagerduty"]);
  expect(await tell(after(15))).toEqual([]);
  await open({ severity: "critical", at: after(20).toISOString() }, after(20));
  expect(await tell(after(20))).toContain(`worse ${SLACK}`);
  await acknowledge(state, id, { by: "ana", at: after(30) });
  expect(await tell(after(30))).toContain(`acknowledged ${SLACK}`);
  await resolve(state, id, { by: "ana", at: after(40) });
  expect(await tell(after(40))).toContain("resolved pagerduty");
  expect(await tell(after(300))).toEqual([]);

  const sent = await letters();
  const slack = sent.filter(({ channel }) => channel === "slack_message");
  expect(slack.map(({ payload }) => payload["thread_key"])).toEqual(slack.map(() => slack[0]?.key));
  const pages = sent.filter(({ channel }) => channel === "pagerduty").map(({ payload }) => payload);
  expect(pages.map(({ event_action }) => event_action)).toEqual([
    "trigger",
    "trigger",
    "acknowledge",
    "resolve",
  ]);
  expect(new Set(pages.map(({ dedup_key }) => dedup_key))).toEqual(new Set([id]));
  expect(JSON.stringify(slack[0]?.payload)).toContain(`https://s.example.com/incidents/${id}`);
});

it("routes by severity and service, and tells a place once however many routes lead there", async () => {
  const shop = { connections: ["shop"], repos: [], sentry_projects: [], agents: [], channels: [], tasks: [] };
  const { open, tell } = await openNotifying(
    {
      routes: [
        { to: ["slack"], services: ["storefront"] },
        { to: ["slack"], severities: ["high"], services: ["storefront"] },
        { to: ["slack"], services: ["storefront"], slack_channel: "storefront-alerts" },
        { to: ["mail"], services: ["billing"] },
        { to: ["pagerduty"], severities: ["critical"] },
      ],
    },
    undefined,
    { storefront: shop, billing: { ...shop, connections: ["billing"] } },
  );
  await open();
  expect(await tell(AT)).toEqual([`opened ${SLACK}`, "opened slack:storefront-alerts"]);
});

it("ends a thread that the incident has outgrown", async () => {
  const { state, open, tell } = await openNotifying({
    routes: [
      { to: ["slack"], severities: ["high"] },
      { to: ["pagerduty"], severities: ["critical"] },
    ],
  });
  const id = await open();
  expect(await tell(AT)).toEqual([`opened ${SLACK}`]);
  await open({ severity: "critical" }, after(20));
  expect(await tell(after(20))).toEqual([`worse ${SLACK}`, "opened pagerduty"]);
  await resolve(state, id, { by: "ana", at: after(30) });
  expect(await tell(after(30))).toEqual([`resolved ${SLACK}`, "resolved pagerduty"]);
});

it("groups what breaks at once in a product, but never a worse incident under a lesser one", async () => {
  const { open, tell, letters } = await openNotifying({ routes: [{ to: ["slack", "pagerduty"] }] });
  await open({ key: "one", severity: "high" });
  await tell(AT);
  await open({ key: "two", severity: "medium" }, after(5));
  await open({ key: "three", severity: "critical" }, after(5));
  await open({ key: "four", severity: "high", connection: "other" }, after(5));
  await tell(after(5));
  await open({ key: "five", severity: "medium" }, after(30));
  await tell(after(30));
  const sent = await letters();
  const threads = sent
    .filter(({ channel }) => channel === "slack_message")
    .map(({ payload }) => payload["thread_key"]);
  expect(threads).toHaveLength(5);
  expect(new Set(threads).size).toBe(4);
  const keys = sent
    .filter(({ channel }) => channel === "pagerduty")
    .map(({ payload }) => payload["dedup_key"]);
  expect(new Set(keys).size).toBe(5);
});

it("keeps quiet hours of a time zone, but for critical incidents, and tells afterwards what is still so", async () => {
  const quiet_hours = { from: "22:00", to: "07:00", time_zone: "Europe/Berlin" };
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["slack"] }], quiet_hours });
  const night = new Date("2026-03-28T23:30:00Z");
  const brief = await open({ key: "brief", at: night.toISOString() }, night);
  await open({ key: "lasting", at: night.toISOString() }, night);
  expect(await tell(night)).toEqual([]);
  await open({ key: "burning", severity: "critical", at: night.toISOString() }, night);
  expect(await tell(night)).toEqual([`opened ${SLACK}`]);
  await resolve(state, brief, { by: "ana", at: night });
  // The clocks went forward that night: 07:00 in Berlin is 05:00 UTC and no longer 06:00.
  expect(await tell(new Date("2026-03-29T04:59:00Z"))).toEqual([`reminded ${SLACK}`]);
  expect(await tell(new Date("2026-03-29T05:00:00Z"))).toEqual([`opened ${SLACK}`]);
});

it("reminds of what nobody took, and respects a snooze", async () => {
  const { state, open, tell } = await openNotifying({ routes: [{ to: ["slack"] }], remind_hours: 4 });
  const id = await open();
  await tell(AT);
  expect(await tell(after(239))).toEqual([]);
  expect(await tell(after(240))).toEqual([`reminded ${SLACK}`]);
  await snooze(state, id, { by: "ana", at: after(250), until: after(1000) });
  await open({ severity: "critical" }, after(260));
  expect(await tell(after(600))).toEqual([]);
  expect(await tell(after(1001))).toEqual([`worse ${SLACK}`]);
  await acknowledge(state, id, { by: "ana", at: after(1010) });
  expect(await tell(after(1010))).toEqual([`acknowledged ${SLACK}`]);
  expect(await tell(after(3000))).toEqual([]);
});

it("tells nothing twice when several tell at once", async () => {
  const { state, context, open, letters } = await openNotifying({
    routes: [{ to: ["slack", "pagerduty"] }],
  });
  for (const key of ["a", "b", "c"]) await open({ key, connection: key });
  const incidents = await incidentsToTell(state, AT);
  const told = await Promise.all([1, 2, 3, 4].map(() => notifyIncidents(context, incidents, AT)));
  expect(told.flat()).toHaveLength(6);
  expect(await letters()).toHaveLength(6);
});

it("is silent where a way has no variables, and without an error", async () => {
  const { open, tell } = await openNotifying({ routes: [{ to: ["slack", "mail", "pagerduty"] }] }, {});
  await open({ severity: "critical" });
  expect(await tell(AT)).toEqual([]);
});

it("makes texts of sources harmless for each medium", async () => {
  const title = `<script>alert(1)</script> <!channel> @here <https://evil.example|ok> & "x"`;
  const { open, tell, letters } = await openNotifying({
    routes: [
      {
        to: ["slack", "mail", "pagerduty", "webhook"],
        webhook: { url: "https://hook.example.com", secret: "S" },
      },
    ],
  });
  const blame = {
    repo: "acme/shop",
    sha: "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345",
    message: title,
    committed_at: AT.toISOString(),
    why: title,
  };
  await open({ title, blame });
  await tell(AT);
  const sent = await letters();
  expect(sent.map(({ channel }) => channel)).toEqual(["slack_message", "mail", "pagerduty", "webhook"]);
  for (const { payload } of sent)
    expect(JSON.stringify(payload)).not.toMatch(/<script|<!channel|@here|evil\.example/);
});
