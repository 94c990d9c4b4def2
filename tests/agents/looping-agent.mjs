// An agent that goes in circles, as a user would write it: the Langfuse SDK, and the guard between its steps. Prints its
// trace id, then at its end how it was stopped. Arguments: Sentinel's address and key, Langfuse's address and key pair.
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { startActiveObservation, startObservation } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createGuard, LoopKilled } from "sentinel/guard";

const [url, key, baseUrl, publicKey, secretKey] = process.argv.slice(2);
const processor = new LangfuseSpanProcessor({ baseUrl, publicKey, secretKey, exportMode: "immediate" });
new NodeTracerProvider({ spanProcessors: [processor] }).register();
const guard = createGuard({ url, key, min_interval_ms: 50 });

let steps = 0;
async function run(agent) {
  process.stdout.write(`${JSON.stringify({ trace_id: agent.traceId })}\n`);
  for (;;) {
    await guard.check(agent.traceId);
    steps += 1;
    startObservation(
      "search",
      {
        model: "gpt-4o",
        input: "the same question",
        output: "no hits",
        usageDetails: { input: 90, output: 4 },
      },
      { asType: "generation" },
    ).end();
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

try {
  await startActiveObservation("catalog-agent", run, { asType: "agent" });
} catch (error) {
  if (!(error instanceof LoopKilled)) throw error;
  const { approval_id, method, reason } = error;
  process.stdout.write(`${JSON.stringify({ stopped: { approval_id, method, reason }, steps })}\n`);
} finally {
  await processor.shutdown();
}
