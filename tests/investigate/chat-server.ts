/** A loopback server that speaks as much of Groq's API as the narrator uses, and answers as a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { z } from "zod";

const Body = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({
    type: z.string(),
    json_schema: z.looseObject({ strict: z.boolean(), schema: z.looseObject({}) }),
  }),
});
export type ChatRequest = z.infer<typeof Body>;

export type Answer =
  | { content: unknown }
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { raw: string }
  | { hang: true };

export async function serveChat(answer: (request: ChatRequest, nth: number) => Answer) {
  const requests: ChatRequest[] = [];
  const urls: string[] = [];
  const server = createServer((request, response) => {
    urls.push(request.url ?? "");
    void readBody(request).then((text) => {
      if (request.method === "GET")
        return reply(response, 200, {
          object: "list",
          data: [{ id: "openai/gpt-oss-120b", object: "model" }],
        });
      const body = Body.parse(JSON.parse(text));
      requests.push(body);
      const told = answer(body, requests.length);
      if ("hang" in told) return undefined;
      if ("raw" in told) return response.writeHead(200, { "content-type": "application/json" }).end(told.raw);
      if ("status" in told) return reply(response, told.status, told.body ?? {}, told.headers);
      const content =
        typeof told.content === "string" || told.content === null
          ? told.content
          : JSON.stringify(told.content);
      return reply(response, 200, {
        id: "1",
        object: "chat.completion",
        model: body.model,
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    urls,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  return response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
