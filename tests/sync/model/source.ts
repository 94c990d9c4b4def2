import { z } from "zod";

import { id, int, text, time } from "../../../src/contracts/columns.ts";
import { defineSource, type HttpAnswer, type SourcePorts } from "../../../src/contracts/source.ts";
import {
  defineTable,
  type AnyTable,
  type Feed,
  type Page,
  type Slicing,
} from "../../../src/contracts/table.ts";
import { UpstreamError } from "../../../src/contracts/upstream-error.ts";

/** Reads pages of the model vendor. */
export type ModelClient = { pages: (list: string, query: Record<string, string>) => AsyncGenerator<Page> };

const Body = z.object({ items: z.array(z.unknown()), next: z.string().optional() });
const Item = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  amount: z.int().nullable().catch(null),
  tags: z.array(z.string()).catch([]),
});

function client(url: string, ports: SourcePorts): ModelClient {
  return {
    async *pages(list, query) {
      let cursor: string | undefined;
      do {
        const answer: HttpAnswer = await ports.http({
          url: `${url}/${list}`,
          query: { ...query, cursor },
          headers: { authorization: "Bearer model-secret" },
          accept: [400],
        });
        if (answer.status === 400) throw new UpstreamError("cursor_expired", "the cursor is no longer valid");
        const body = Body.parse(answer.body);
        cursor = body.next;
        yield { items: body.items, api: "v1", cursor };
      } while (cursor !== undefined);
    },
  };
}

const feed = (slicing: Slicing, list: string): Feed<ModelClient> => ({
  slicing,
  endpoint: `/${list}`,
  scope: `${list}:read`,
  pull: (model, { from, to }) =>
    model.pages(
      list,
      slicing.kind === "snapshot"
        ? {}
        : { from: from.toISOString(), ...(slicing.kind === "window" && { to: to.toISOString() }) },
    ),
});

const row = z.object({
  row_id: id("The vendor's id"),
  happened_at: time("When it happened"),
  amount: int("How much"),
  note: text("Its tags, joined"),
});

const mapRow = (item: unknown) => {
  const { id: row_id, at, amount, tags } = Item.parse(item);
  return [{ row_id, happened_at: at, amount, note: tags.join(",") }];
};

/** The tables of the model source; `lookback_minutes` is how late a row of `model_rows` may arrive. */
export function modelTables(options: { lookback_minutes?: number; hours?: number } = {}): AnyTable[] {
  const { lookback_minutes = 30, hours = 6 } = options;
  const shared = {
    key: ["row_id" as const],
    time: "happened_at" as const,
    lookback_minutes,
    row,
    map: mapRow,
  };
  return [
    defineTable({
      ...shared,
      name: "model_rows",
      grain: "one row",
      time_moves: false,
      feed: feed({ kind: "window", hours }, "rows"),
    }),
    defineTable({
      name: "model_row_tags",
      grain: "one tag of a row",
      key: ["row_id", "tag"],
      time: "happened_at",
      time_moves: false,
      lookback_minutes,
      row: z.object({ row_id: id("The row"), tag: id("The tag"), happened_at: time("When it happened") }),
      map: (item) => {
        const { id: row_id, at, tags } = Item.parse(item);
        return tags.map((tag) => ({ row_id, tag, happened_at: at }));
      },
      from: "model_rows",
    }),
    defineTable({
      ...shared,
      name: "model_changes",
      grain: "one thing that changes",
      time_moves: true,
      feed: feed({ kind: "since" }, "changes"),
    }),
    defineTable({
      ...shared,
      name: "model_list",
      grain: "one entry of a list",
      time_moves: true,
      feed: feed({ kind: "snapshot" }, "all"),
    }),
  ];
}

/** A source over HTTP whose connections point at model vendors. */
export function modelSource(tables: AnyTable[] = modelTables(), name = "model") {
  const credential = { required: true, secret: false, description: "for tests" };
  return defineSource<ModelClient>({
    name,
    title: "Model vendor",
    credentials: [
      { ...credential, field: "url", name: "MODEL_URL" },
      { ...credential, field: "token", name: "MODEL_TOKEN", secret: true },
    ],
    concurrency: 4,
    connect: async (config, ports) => client(config["url"] ?? "", ports),
    check: async () => ({ ok: true, identity: "", problems: [], vendor_time: undefined }),
    tables,
  });
}
