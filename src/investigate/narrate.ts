import { createHash } from "node:crypto";

import canonicalize from "canonicalize";
import PQueue from "p-queue";
import type { Logger } from "pino";

import type { QueryDefinition } from "../contracts/query.ts";
import { messageOf } from "../errors.ts";
import type { State } from "../state/open.ts";
import { buildPack } from "./build-pack.ts";
import type { EvidencePack } from "./evidence-pack.ts";
import { whyNoAnswer, type Model } from "./groq-model.ts";
import { guardDraft } from "./guard.ts";
import { addTokens, type ModelUse, type Tokens } from "./model-use.ts";
import { narrativeText } from "./narrative-text.ts";
import { readNarration } from "./narration.ts";
import { promptOf } from "./prompt.ts";
import { PART_NAMES, type Draft } from "./sentence.ts";
import { sourcesOf } from "./sources-of.ts";
import { templateDraft } from "./template.ts";

export type NarrateContext = {
  state: State;
  library: Map<string, QueryDefinition>;
  /** Undefined: templates only. */
  model: Model | undefined;
  /** How long the model may keep us, for all incidents of one call together. */
  timeout_ms: number;
  now: () => Date;
  log?: Logger | undefined;
  /** Told of each answer of the model. */
  used?: (use: ModelUse) => void;
};

/** Requests at the model at once. */
const CONCURRENCY = 8;

/**
 * Gives each incident the narrative of its present evidence: the template's at once, then the model's in its place
 * if it comes in time and says something that the evidence holds. An incident whose evidence did not change keeps
 * what it has, unless `again`. Never fails for the model's sake.
 */
export async function narrateIncidents(context: NarrateContext, ids: string[], again = false): Promise<void> {
  const waiting: { pack: EvidencePack; hash: string }[] = [];
  for (const id of ids) {
    const pack = await buildPack(context.state, context.library, id);
    const hash = hashOf(pack);
    const latest = await latestNarrative(context.state, pack.id);
    const fresh = latest?.pack_hash !== hash;
    if (fresh) await store(context, pack, hash, { draft: templateDraft(pack), by: "template", dropped: 0 });
    if (fresh || again || latest.by === "template") waiting.push({ pack, hash });
  }
  const { model } = context;
  if (model === undefined) return;
  const signal = AbortSignal.timeout(context.timeout_ms);
  const queue = new PQueue({ concurrency: CONCURRENCY });
  await queue.addAll(
    waiting.map(
      ({ pack, hash }) =>
        () =>
          askModel(context, model, { pack, hash, signal }),
    ),
  );
}

type Told = { draft: Draft; by: string; dropped: number };

type Question = { pack: EvidencePack; hash: string; signal: AbortSignal };

async function askModel(
  context: NarrateContext,
  model: Model,
  { pack, hash, signal }: Question,
): Promise<void> {
  let tokens: Tokens = { input_tokens: 0, output_tokens: 0 };
  let dropped = 0;
  let outcome: ModelUse["outcome"] = "failed";
  const started_at = context.now();
  try {
    const answer = await model.ask(promptOf(pack), signal, (used) => {
      tokens = addTokens(tokens, used);
    });
    const told = checked(readNarration(answer), model.name, pack);
    dropped = told.dropped;
    outcome = told.by === model.name ? "told" : "unproven";
    await store(context, pack, hash, told);
  } catch (error) {
    context.log?.warn(
      { incident: pack.id, model: model.name },
      `no narrative from ${model.name}: ${whyNoAnswer(error)}`,
    );
    context.log?.debug(messageOf(error));
  } finally {
    const ended_at = context.now();
    context.used?.({
      model: model.name,
      incident: pack.id,
      dropped,
      outcome,
      started_at,
      ended_at,
      ...tokens,
    });
  }
}

/**
 * What is left of the model's draft. A part with nothing left is the template's; with nothing left of what
 * happened, all of it is.
 */
function checked(draft: Draft, by: string, pack: EvidencePack): Told {
  const { draft: kept, dropped } = guardDraft(draft, sourcesOf(pack));
  const template = templateDraft(pack);
  if (kept.what_happened.length === 0) return { draft: template, by: "template", dropped: dropped.length };
  const filled = PART_NAMES.map((part) => [part, kept[part].length > 0 ? kept[part] : template[part]]);
  return { draft: Object.fromEntries(filled) as Draft, by, dropped: dropped.length };
}

async function store(
  context: NarrateContext,
  pack: EvidencePack,
  pack_hash: string,
  told: Told,
): Promise<void> {
  const { draft, by, dropped } = told;
  await context.state.db
    .insertInto("narratives")
    .values({
      incident_id: pack.id,
      text: narrativeText(draft),
      by,
      dropped,
      pack_hash,
      at: context.now().toISOString(),
    })
    .execute();
}

const latestNarrative = (state: State, id: string) =>
  state.db
    .selectFrom("narratives")
    .selectAll()
    .where("incident_id", "=", id)
    .orderBy("id", "desc")
    .executeTakeFirst();

/** The moment of asking is left out: an unchanged answer needs no new words. */
function hashOf(pack: EvidencePack): string {
  const { items, ...rest } = pack;
  const timeless = { ...rest, items: items.map((item) => ({ ...item, as_of: null })) };
  return createHash("sha256")
    .update(canonicalize(timeless) ?? "")
    .digest("hex");
}
