"""An agent with OpenTelemetry's Python SDK. Prints the id of the trace that it sent.

    python3 -m venv venv && venv/bin/pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http
    venv/bin/python tests/receive/otlp/agent.py http://127.0.0.1:8787
    npx sentinel sql "select type, name, level, cost_usd from otel_spans order by started_at"
"""

import sys

from opentelemetry.exporter.otlp.proto.http.trace_exporter import Compression, OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource.create({"service.name": "py-agent"}))
exporter = OTLPSpanExporter(endpoint=f"{sys.argv[1]}/v1/traces", compression=Compression.Gzip)
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("agent")

with tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_agent"}) as root:
    call = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 100,
    }
    with tracer.start_as_current_span("chat gpt-4o", attributes=call):
        pass
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"}
    try:
        with tracer.start_as_current_span("execute_tool search", attributes=tool):
            raise ValueError("no such index")
    except ValueError:
        pass

sent = provider.force_flush()
provider.shutdown()
print(format(root.get_span_context().trace_id, "032x"))
sys.exit(0 if sent else 1)
