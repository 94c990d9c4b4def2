/** What kind of step of an LLM application a span is, by the words of each convention. */
import type { Field } from "./attribute-names.ts";

const GENERATION = "GENERATION";
/** Types whose tokens and cost are their own; those of others only sum up what they contain. */
export const PAID = new Set([GENERATION, "EMBEDDING"]);

/** In order of precedence: the first attribute with a word that is known decides. Words are compared in lower case. */
export const TYPE_WORDS: { field: Field; words: Record<string, string> }[] = [
  {
    field: "observation_type",
    words: {
      generation: GENERATION,
      tool: "TOOL",
      agent: "AGENT",
      span: "SPAN",
      event: "EVENT",
      chain: "CHAIN",
      retriever: "RETRIEVER",
      embedding: "EMBEDDING",
      evaluator: "EVALUATOR",
      guardrail: "GUARDRAIL",
    },
  },
  {
    field: "vercel_operation",
    words: {
      "ai.generatetext.dogenerate": GENERATION,
      "ai.streamtext.dostream": GENERATION,
      "ai.generateobject.dogenerate": GENERATION,
      "ai.streamobject.dostream": GENERATION,
      "ai.embed.doembed": "EMBEDDING",
      "ai.embedmany.doembed": "EMBEDDING",
      "ai.toolcall": "TOOL",
      // The outer spans sum up the tokens of the inner ones.
      "ai.generatetext": "CHAIN",
      "ai.streamtext": "CHAIN",
      "ai.generateobject": "CHAIN",
      "ai.streamobject": "CHAIN",
      "ai.embed": "CHAIN",
      "ai.embedmany": "CHAIN",
    },
  },
  {
    field: "inference_kind",
    words: {
      llm: GENERATION,
      tool: "TOOL",
      agent: "AGENT",
      chain: "CHAIN",
      retriever: "RETRIEVER",
      reranker: "RETRIEVER",
      embedding: "EMBEDDING",
      evaluator: "EVALUATOR",
      guardrail: "GUARDRAIL",
      prompt: "SPAN",
      unknown: "SPAN",
    },
  },
  {
    field: "operation",
    words: {
      chat: GENERATION,
      generate_content: GENERATION,
      text_completion: GENERATION,
      embeddings: "EMBEDDING",
      execute_tool: "TOOL",
      invoke_agent: "AGENT",
      create_agent: "AGENT",
      invoke_workflow: "CHAIN",
      retrieval: "RETRIEVER",
    },
  },
  {
    field: "request_type",
    words: { chat: GENERATION, completion: GENERATION, embedding: "EMBEDDING", rerank: "RETRIEVER" },
  },
  {
    field: "traceloop_kind",
    words: { workflow: "CHAIN", task: "SPAN", agent: "AGENT", tool: "TOOL" },
  },
];

/** A span that names a model and its provider but not what it does is a call of it. */
export const UNTYPED_CALL: Field[] = ["model", "provider"];

/** Attributes of these make a span a step of an LLM application even when no word says which. */
export const LLM_PREFIXES = ["langfuse.", "traceloop."];
