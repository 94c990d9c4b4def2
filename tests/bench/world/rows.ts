import type { Row } from "../../../src/contracts/ingest.ts";
import {
  AGENTS,
  DRAW,
  MODELS,
  OBSERVATIONS_PER_TRACE,
  startOf,
  ROWS_PER_DAY,
  TOOLS,
  TYPES,
  USERS,
} from "./shape.ts";

const DAY_MS = 86_400_000;
const TWO_32 = 2 ** 32;

/** A number in [0, 1) that looks like chance. */
const draw = (number: number, multiplier: number) =>
  ((Math.imul(number, multiplier) >>> 0) ^ (Math.imul(number, 40_503) >>> 0)) >>> 0;

/** Rank after Zipf among so many: the first is the most frequent by far. */
const ranked = (number: number, multiplier: number, among: number) =>
  Math.min(Math.floor(among ** (draw(number, multiplier) / TWO_32)), among) - 1;

const pick = (names: string[], rank: number) => names[rank] ?? names[0] ?? "";

/** Days are busy at noon and calm at night: the clock runs slower where more happens. */
function momentOf(number: number, start: number): number {
  const days = number / ROWS_PER_DAY;
  const part = days % 1;
  return start + (days - (0.7 / (2 * Math.PI)) * -Math.sin(2 * Math.PI * part)) * DAY_MS;
}

/**
 * Rows of langfuse_observations as a sync hands them to the lake: numbers `first` to `first + count - 1` of a lake that
 * holds `present` rows (a number past them is newer than all of them).
 */
export function observationRows(first: number, count: number, present: number, version = ""): Row[] {
  const start = startOf(present).getTime();
  return Array.from({ length: count }, (_, index) => observationRow(first + index, start, version));
}

function observationRow(number: number, start: number, version: string): Row {
  const trace = Math.floor(number / OBSERVATIONS_PER_TRACE);
  const place = number % OBSERVATIONS_PER_TRACE;
  const type = pick(TYPES, place);
  const at = momentOf(number, start);
  const took = 80 + (draw(number, DRAW.tokens) % 4_000);
  const generation = type === "GENERATION";
  const tokens = 200 + (draw(number, DRAW.tokens) % 3_000);
  const out = 20 + (draw(number, DRAW.user) % 400);
  const tool = pick(TOOLS, ranked(number, DRAW.tool, TOOLS.length));
  return {
    observation_id: number.toString(16).padStart(16, "0"),
    trace_id: `t${trace.toString(16).padStart(31, "0")}`,
    parent_observation_id: place === 0 ? null : (number - place).toString(16).padStart(16, "0"),
    type,
    name: type === "TOOL" ? tool : generation ? "answer" : "run",
    trace_name: pick(AGENTS, ranked(trace, DRAW.agent, AGENTS.length)),
    level: draw(number, DRAW.error) < 0.01 * TWO_32 ? "ERROR" : "DEFAULT",
    status_message: null,
    model: generation ? pick(MODELS, ranked(number, DRAW.model, MODELS.length)) : null,
    started_at: new Date(at).toISOString(),
    ended_at: new Date(at + took).toISOString(),
    latency_ms: took,
    input: generation
      ? `[{"role":"user","content":"Order ${number} of customer ${draw(trace, DRAW.user) % USERS} has not arrived, what can be done about it?"}]`
      : `{"id":${number},"query":"order ${number}"}`,
    output: generation
      ? `{"answer":"The parcel of order ${number} left the warehouse and arrives within ${place} days${version}.","confidence":0.${place}}`
      : `{"status":"ok","rows":${place},"cursor":"${trace}${version}"}`,
    input_tokens: generation ? tokens : null,
    output_tokens: generation ? out : null,
    total_tokens: generation ? tokens + out : null,
    cost_usd: generation ? ((tokens * 3 + out * 12) / 1e6).toFixed(6) : null,
    environment: "production",
    release: `shop@${(draw(Math.floor(number / 5_000), DRAW.release) % 0xfffffff).toString(16).padStart(7, "0")}`,
    version: null,
    prompt_name: generation ? "answer-v" : null,
    prompt_version: generation ? 7 : null,
    session_id: `s${Math.floor(trace / 3)}`,
    user_id: `user-${ranked(trace, DRAW.user, USERS)}`,
    tags: [],
    is_root: place === 0,
    metadata: place === 0 ? `{"run":${trace},"region":"eu"}` : null,
  };
}
