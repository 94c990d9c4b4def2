import { defineSource } from "../../src/contracts/source.ts";
import { slackChannels } from "./channels.ts";
import { checkSlack } from "./check.ts";
import { connectSlack, SLACK_CONCURRENCY, type SlackClient } from "./client.ts";
import { slackMessages } from "./messages.ts";

/** Slack: channels of one workspace and what is said in those that the bot is in. */
export const slack = defineSource<SlackClient>({
  name: "slack",
  title: "Slack",
  credentials: [
    {
      field: "api_url",
      name: "SLACK_API_URL",
      required: false,
      secret: false,
      description: "Address of the Web API; set it for GovSlack or a stand-in",
      default: "https://slack.com/api/",
    },
    {
      field: "bot_token",
      name: "SLACK_BOT_TOKEN",
      required: true,
      secret: true,
      description:
        "Bot token (xoxb-…) with channels:read, channels:history, and groups:read, groups:history for private ones",
    },
    {
      field: "channels",
      name: "SLACK_CHANNELS",
      required: false,
      secret: false,
      description: "Channels to read, names or ids with commas between; all that the bot is in when empty",
    },
  ],
  concurrency: SLACK_CONCURRENCY,
  connect: connectSlack,
  check: checkSlack,
  tables: [slackChannels, slackMessages],
});
