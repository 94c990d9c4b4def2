/** The web page in a real browser over the demo: from a click to what is stored. */
import { afterAll, beforeAll, describe } from "vitest";

import { approvalsAreDecided } from "./approvals.ts";
import { digestsAreRead } from "./digest.ts";
import { keyboardIsEnough } from "./keyboard.ts";
import { everybodyCanUseIt } from "./everybody.ts";
import { forensicsAreLookedAt } from "./forensics.ts";
import { hostileTextIsText } from "./hostile-text.ts";
import { incidentsAreDecided } from "./incidents.ts";
import { keysAreMade } from "./keys.ts";
import { linksAreViews } from "./links.ts";
import { formsAreAccepted } from "./quality.ts";
import { intakeIsSeen, rangesAreOne } from "./ranges.ts";
import { risksAreRead } from "./risk.ts";
import { longListsScroll } from "./long-list.ts";
import { whoMayWhat } from "./roles.ts";
import { settingsAreChanged } from "./settings.ts";
import { sqlIsAsked } from "./sql.ts";
import { everythingIsReached } from "./tabbing.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
const here = () => world;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world.close());

describe("the address", () => {
  linksAreViews(here);
});
describe("everybody", () => {
  everybodyCanUseIt(here);
});
describe("hostile text", () => {
  hostileTextIsText(here);
});
describe("the keyboard", () => {
  keyboardIsEnough(here);
  everythingIsReached(here);
});
describe("incidents", () => {
  incidentsAreDecided(here);
});
describe("approvals", () => {
  approvalsAreDecided(here);
});
describe("forensics", () => {
  forensicsAreLookedAt(here);
});
describe("risks", () => {
  risksAreRead(here);
});
describe("forms", () => {
  formsAreAccepted(here);
});
describe("digests", () => {
  digestsAreRead(here);
});
describe("the console", () => {
  sqlIsAsked(here);
});
describe("ranges", () => {
  rangesAreOne(here);
});
describe("the intake", () => {
  intakeIsSeen(here);
});
describe("settings", () => {
  settingsAreChanged(here);
});
describe("a long list", () => {
  longListsScroll(here);
});
// Last: from here on a key is needed, and at the end nobody answers.
describe("keys", () => {
  keysAreMade(here);
});
describe("roles", () => {
  whoMayWhat(here);
});
