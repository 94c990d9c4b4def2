import { expect, it } from "vitest";

import { slackChannels } from "../../../sources/slack/channels.ts";
import { hours, pulled } from "../loopback.ts";
import { connect } from "./workspace.ts";

const channel = {
  id: "C012AB3CD",
  name: "general",
  is_channel: true,
  created: 1449252889,
  is_archived: false,
  is_private: false,
  topic: { value: "Company-wide announcements", creator: "", last_set: 0 },
  purpose: { value: "", creator: "", last_set: 0 },
  num_members: 4,
};

it("reads every column", () => {
  const [row] = slackChannels.map(channel, { parent: undefined });
  expect(slackChannels.row.parse(row)).toEqual({
    channel_id: "C012AB3CD",
    channel: "general",
    is_archived: false,
    is_private: false,
    topic: "Company-wide announcements",
    purpose: null,
    members: 4,
    created_at: "2015-12-04T18:14:49.000Z",
  });
});

it("follows cursors until an empty one, over short and empty pages", async () => {
  const pages = [
    { channels: [channel], response_metadata: { next_cursor: "dGVhbTpDMDYx" } },
    { channels: [], response_metadata: { next_cursor: "dGVhbTpDMDYy" } },
    { channels: [{ ...channel, id: "C2" }], response_metadata: { next_cursor: "" } },
  ];
  const { client, asked } = await connect((_asked, count) => ({ body: { ok: true, ...pages[count - 1] } }));
  const { rows, pages: read } = await pulled(slackChannels, client, hours("00:00:00", "01:00:00"));
  expect(rows.map((row) => row["channel_id"])).toEqual(["C012AB3CD", "C2"]);
  expect(read.at(-1)?.cursor).toBeUndefined();
  expect(asked.map(({ query }) => query.get("cursor"))).toEqual([null, "dGVhbTpDMDYx", "dGVhbTpDMDYy"]);
  expect(asked[0]?.query.get("types")).toBe("public_channel,private_channel");
});

it.each([
  [{ ok: true, channels: "none" }],
  [{ ok: true, channels: [], response_metadata: { next_cursor: 7 } }],
  [{ ok: true, channels: [], response_metadata: { next_cursor: "same" } }],
])("does not take %j for the end of the list", async (body) => {
  const { client } = await connect((_asked, count) => ({
    body: count === 1 ? { ok: true, channels: [channel], response_metadata: { next_cursor: "same" } } : body,
  }));
  const { rows, failure } = await pulled(slackChannels, client, hours("00:00:00", "01:00:00"));
  expect(rows).toHaveLength(1);
  expect(failure).toMatchObject({ kind: "unexpected" });
});
