import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";

/** A span as the lake keeps it: what OpenTelemetry says of any span, and what an LLM application says of its steps. */
export const SpanColumns = z.object({
  trace_id: column.id("Trace, 32 hexadecimal digits; joins to langfuse_observations.trace_id"),
  span_id: column.id("Span, 16 hexadecimal digits; joins to langfuse_observations.observation_id"),
  parent_span_id: column.text("The span that contains it; null for a root"),
  name: column.text("Name of the step; of a tool call the tool's"),
  kind: column.text("internal, server, client, producer or consumer"),
  status: column.text("unset, ok or error"),
  status_message: column.text("What the application said of the status, such as an error text"),
  service_name: column.text("Service that sent it (service.name)"),
  scope: column.text("Instrumentation that made it, with its version"),
  started_at: column.time("When it began, UTC"),
  ended_at: column.at("When it ended, UTC"),
  duration_ms: column.real("From start to end, milliseconds"),
  type: column.text(
    "GENERATION, TOOL, AGENT, SPAN, EVENT, CHAIN, RETRIEVER, EMBEDDING, EVALUATOR or GUARDRAIL; null for a span that is no step of an LLM application",
  ),
  level: column.text("DEBUG, DEFAULT, WARNING or ERROR"),
  trace_name: column.text("Name of the whole trace where the span carries it"),
  agent_name: column.text("Agent or workflow that the span belongs to, where it carries it"),
  provider: column.text("Provider of the model"),
  model: column.text("Model that answered, else the one asked for"),
  input: column.text("Raw input; messages are JSON text"),
  output: column.text("Raw output; messages are JSON text"),
  input_tokens: column.int("Tokens of every input kind, cached ones included"),
  output_tokens: column.int("Tokens of every output kind, reasoning included"),
  total_tokens: column.int("Total as stated, else input plus output"),
  cost_usd: column.usd(
    "Cost in US dollars: as stated, else of the price table; null for a model without a price",
  ),
  cost_from: column.text("stated or priced; null without a cost"),
  environment: column.text("Deployment environment, such as production"),
  release: column.text("Release of the application (service.version unless Langfuse's attribute says)"),
  version: column.text("Version of this step, as the application numbers it"),
  prompt_name: column.text("Managed prompt it used; joins to langfuse_prompts.name"),
  prompt_version: column.int("Version of that prompt"),
  session_id: column.text("Conversation it belongs to"),
  user_id: column.text("End user, as the application names them"),
  tags: column.texts("Tags of the trace"),
  is_root: column.flag("True for the top of its trace"),
  metadata: column.json("Free metadata of Langfuse's attributes"),
  in_langfuse: column.flag("True when langfuse_observations has it too: it is counted there and not twice"),
  attributes: column.json("Attributes, without those that are the input and the output"),
  resource: column.json("Attributes of what sent it"),
  events: column.json("Events in their order: name, at, attributes"),
  links: column.json("Links to other spans: trace_id, span_id, attributes"),
});
export type SpanColumns = z.infer<typeof SpanColumns>;
