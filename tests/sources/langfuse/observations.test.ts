import { describe, expect, it } from "vitest";

import { langfuseObservations } from "../../../sources/langfuse/observations.ts";
import { v2 } from "./project.ts";

const nowhere = { parent: undefined };

describe("map", () => {
  it("reads every column of a v2 row", () => {
    const [row] = langfuseObservations.map(v2, nowhere);
    expect(langfuseObservations.row.parse(row)).toEqual({
      observation_id: "obs-1",
      trace_id: "trace-1",
      parent_observation_id: "obs-0",
      type: "GENERATION",
      name: "answer",
      trace_name: "support-agent",
      level: "ERROR",
      status_message: "context length exceeded",
      model: "gpt-4o",
      started_at: "2026-03-01T06:00:00.000Z",
      ended_at: "2026-03-01T06:00:02.500Z",
      latency_ms: 2500,
      input: '[{"role":"user","content":"hi"}]',
      output: "hello",
      input_tokens: 120,
      output_tokens: 10,
      total_tokens: 130,
      cost_usd: "0.0000003000",
      environment: "production",
      release: "2f9a1c4",
      version: "7",
      prompt_name: "greeting",
      prompt_version: 4,
      session_id: "session-1",
      user_id: "user-1",
      tags: ["beta"],
      is_root: false,
      metadata: '{"attempt":"2"}',
    });
  });

  it("reads the names and forms of v1", () => {
    const legacy = {
      id: "obs-1",
      traceId: "trace-1",
      type: "GENERATION",
      startTime: "2026-03-01T06:00:00.000Z",
      endTime: "2026-03-01T06:00:01.250Z",
      parentObservationId: null,
      model: "gpt-4o",
      input: { question: "hi" },
      output: ["hello"],
      metadata: "plain",
      usage: { input: 12, output: 3, total: 15, unit: "TOKENS" },
      usageDetails: {},
      costDetails: {},
      calculatedTotalCost: 0.00125,
      latency: null,
    };
    expect(langfuseObservations.map(legacy, nowhere)[0]).toMatchObject({
      model: "gpt-4o",
      input: '{"question":"hi"}',
      output: '["hello"]',
      metadata: '"plain"',
      input_tokens: 12,
      output_tokens: 3,
      total_tokens: 15,
      cost_usd: "0.0012500000",
      latency_ms: 1250,
      is_root: true,
    });
  });

  it("gives null for optional fields of a wrong type and for empty names", () => {
    const odd = {
      ...v2,
      name: 7,
      latency: "fast",
      tags: "beta",
      promptVersion: "x",
      usageDetails: [],
      release: "",
      endTime: 5,
    };
    expect(langfuseObservations.map(odd, nowhere)[0]).toMatchObject({
      observation_id: "obs-1",
      name: null,
      latency_ms: null,
      tags: null,
      prompt_version: null,
      input_tokens: null,
      release: null,
      ended_at: null,
    });
  });

  it.each([{ id: undefined }, { id: { odd: 1 } }, { startTime: undefined }, { startTime: "yesterday" }])(
    "refuses a row without an id or a time: %j",
    (broken) => {
      expect(() => langfuseObservations.map({ ...v2, ...broken }, nowhere)).toThrow(/^observation\.\w+: /);
    },
  );
});
