import type { Point } from "../gate/context.ts";
import type { State } from "../state/open.ts";
import type { Slack } from "./open-slack.ts";

/** What the deliveries to Slack need. */
export type SlackPorts = {
  state: State;
  slack: Slack;
  /** Name or id; where approvals are asked for, and what nobody else names a channel for is said. */
  incidents_channel: string;
  /** Told each point as it is passed. */
  passed?: (point: Point) => void;
};
