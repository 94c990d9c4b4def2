/** A loopback Langfuse answered by a function, and an observation as v2 documents it. */
import { connectLangfuse } from "../../../sources/langfuse/client.ts";
import { langfuse } from "../../../sources/langfuse/index.ts";
import { type Asked, hours, loopback, ports, type Reply } from "../loopback.ts";

export const window = hours("06:00:00.000", "12:00:00.000");

export async function connect(answer: (asked: Asked, count: number) => Reply) {
  const vendor = await loopback(answer);
  const config = { base_url: vendor.url, public_key: "pk-lf-1", secret_key: "sk-lf-2" };
  return { ...vendor, client: await connectLangfuse(config, ports(langfuse, config)) };
}

/** A row as v2 documents it, with all field groups. */
export const v2 = {
  id: "obs-1",
  traceId: "trace-1",
  startTime: "2026-03-01T06:00:00.000Z",
  endTime: "2026-03-01T06:00:02.500Z",
  projectId: "project-1",
  parentObservationId: "obs-0",
  type: "GENERATION",
  isRootObservation: false,
  name: "answer",
  level: "ERROR",
  statusMessage: "context length exceeded",
  version: "7",
  environment: "production",
  userId: "user-1",
  sessionId: "session-1",
  input: '[{"role":"user","content":"hi"}]',
  output: "hello",
  metadata: { attempt: "2" },
  providedModelName: "gpt-4o",
  usageDetails: { input: 100, input_cached_tokens: 20, output: 7, output_reasoning: 3, total: 130 },
  costDetails: { input: 0.0001, output: 0.0002, total: 0.0003 },
  totalCost: 3e-7,
  promptName: "greeting",
  promptVersion: 4,
  latency: 2.5,
  inputPrice: "0.0000025",
  traceName: "support-agent",
  tags: ["beta"],
  release: "2f9a1c4",
};
