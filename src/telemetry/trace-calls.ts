/** Own model calls, as traces to Langfuse. Loaded only when asked for. */
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { setLangfuseTracerProvider, startObservation } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

import type { ModelUse } from "../investigate/model-use.ts";

export type CallTraces = {
  trace: (use: ModelUse) => void;
  /** Waits until what was traced has left. */
  close: () => Promise<void>;
};

export type TraceOptions = {
  base_url: string;
  public_key: string;
  secret_key: string;
  release: string;
  timeout_s?: number;
};

/**
 * Model, tokens, latency, outcome and dropped sentences of each call; neither prompt nor answer. Langfuse works out the
 * cost from model and tokens, at its own prices. The provider is not registered globally: no other library's spans leave.
 */
export function openCallTraces({
  base_url,
  public_key,
  secret_key,
  release,
  timeout_s = 5,
}: TraceOptions): CallTraces {
  const processor = new LangfuseSpanProcessor({
    baseUrl: base_url,
    publicKey: public_key,
    secretKey: secret_key,
    environment: "sentinel",
    release,
    timeout: timeout_s,
    mediaUploadEnabled: false,
  });
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  setLangfuseTracerProvider(provider);
  return {
    trace({ incident, model, started_at, ended_at, input_tokens, output_tokens, outcome, dropped }) {
      const observation = startObservation(
        "narrate",
        {
          model,
          usageDetails: { input: input_tokens, output: output_tokens },
          level: outcome === "failed" ? "ERROR" : "DEFAULT",
          metadata: { incident, outcome, dropped },
        },
        { asType: "generation", startTime: started_at },
      );
      observation.end(ended_at);
    },
    async close() {
      await provider.shutdown();
      setLangfuseTracerProvider(null);
    },
  };
}
