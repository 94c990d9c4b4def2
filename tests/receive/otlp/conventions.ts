/** What instrumented agents send, by the convention of who instrumented them. */
import type { TestSpan } from "./spans.ts";

const asked = JSON.stringify([{ role: "user", content: "How late is it?" }]);
const said = JSON.stringify([{ role: "assistant", content: "Noon." }]);

/** A model call of 1,000 and 100 tokens as each convention names it. */
export const CALLS: Record<string, Partial<TestSpan>> = {
  "GenAI conventions since 1.37": {
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 100,
      "gen_ai.input.messages": asked,
      "gen_ai.output.messages": said,
      "gen_ai.conversation.id": "c1",
    },
  },
  "GenAI conventions 1.27 to 1.36, messages as events": {
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 100,
      "session.id": "c1",
    },
    events: [
      { name: "gen_ai.user.message", attributes: { content: "How late is it?" } },
      { name: "gen_ai.choice", attributes: { content: "Noon." } },
    ],
  },
  "GenAI conventions before, Traceloop": {
    attributes: {
      "llm.request.type": "chat",
      "gen_ai.system": "openai",
      "gen_ai.response.model": "gpt-4o-2024-11-20",
      "gen_ai.usage.prompt_tokens": 1000,
      "gen_ai.usage.completion_tokens": 100,
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "How late is it?",
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.content": "Noon.",
      "traceloop.association.properties.session_id": "c1",
    },
  },
  Langfuse: {
    attributes: {
      "langfuse.observation.type": "generation",
      "langfuse.observation.model.name": "gpt-4o-2024-11-20",
      "gen_ai.system": "openai",
      "langfuse.observation.input": asked,
      "langfuse.observation.output": said,
      "langfuse.observation.usage_details": JSON.stringify({ input: 1000, output: 100 }),
      "langfuse.session.id": "c1",
    },
  },
  OpenInference: {
    attributes: {
      "openinference.span.kind": "LLM",
      "llm.provider": "openai",
      "llm.model_name": "gpt-4o-2024-11-20",
      "llm.token_count.prompt": 1000,
      "llm.token_count.completion": 100,
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "How late is it?",
      "llm.output_messages.0.message.role": "assistant",
      "llm.output_messages.0.message.content": "Noon.",
      "session.id": "c1",
    },
  },
  "Vercel AI SDK": {
    attributes: {
      "ai.operationId": "ai.generateText.doGenerate",
      "ai.model.id": "gpt-4o",
      "ai.model.provider": "openai",
      "ai.response.model": "gpt-4o-2024-11-20",
      "ai.usage.inputTokens": 1000,
      "ai.usage.outputTokens": 100,
      "ai.prompt.messages": asked,
      "ai.response.text": said,
      "ai.telemetry.metadata.sessionId": "c1",
    },
  },
};

/** A call of the tool `search`. */
export const TOOLS: Record<string, Partial<TestSpan>> = {
  "GenAI conventions": {
    name: "execute_tool search",
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "search",
      "gen_ai.tool.call.arguments": '{"q":"x"}',
      "gen_ai.tool.call.result": "[]",
    },
  },
  Langfuse: {
    name: "search",
    attributes: {
      "langfuse.observation.type": "tool",
      "langfuse.observation.input": '{"q":"x"}',
      "langfuse.observation.output": "[]",
    },
  },
  OpenInference: {
    name: "Tool",
    attributes: {
      "openinference.span.kind": "TOOL",
      "tool.name": "search",
      "input.value": '{"q":"x"}',
      "output.value": "[]",
    },
  },
  Traceloop: {
    name: "search.tool",
    attributes: {
      "traceloop.span.kind": "tool",
      "traceloop.entity.name": "search",
      "traceloop.entity.input": '{"q":"x"}',
      "traceloop.entity.output": "[]",
    },
  },
  "Vercel AI SDK": {
    name: "ai.toolCall",
    attributes: {
      "ai.operationId": "ai.toolCall",
      "ai.toolCall.name": "search",
      "ai.toolCall.args": '{"q":"x"}',
      "ai.toolCall.result": "[]",
    },
  },
};
