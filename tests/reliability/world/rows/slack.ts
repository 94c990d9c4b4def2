import { slackChannel, slackMessage } from "../../../../seeds/generate/shapes/slack.ts";
import { DAY } from "../../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../../seeds/row.ts";
import { spread } from "./shared.ts";

/** One channel with a few threads. */
export function slackRows(moments: number[]): Record<string, SeedRow[]> {
  const channel = { id: "C0000000001", name: "incidents", members: 4, topic: "Trouble" };
  return {
    slack_channels: [slackChannel({ ...channel, at: (moments[0] ?? 0) - 2 * DAY })],
    slack_messages: moments.map((moment, index) => {
      const message = {
        at: spread(moment, index),
        counter: index,
        user: "dev-a",
        text: `Part ${index} is live`,
      };
      const before = moments[index - 1];
      const answers = index % 40 === 1 && before !== undefined;
      return slackMessage(answers ? { ...message, thread: { at: before, counter: index - 1 } } : message);
    }),
  };
}
