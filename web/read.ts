/** What the server said, or why it did not. */
import type { ClientResponse } from "hono/client";

/** A failure as the API words it. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;

  constructor(
    status: number,
    { code, message, hint }: { code: string; message: string; hint: string | null },
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

type BodyOf<Answer> =
  Answer extends ClientResponse<infer Body, infer Status, "json">
    ? Status extends 200
      ? Body
      : never
    : never;

type AnyAnswer = { ok: boolean; status: number; json: () => Promise<unknown> };

/** The body of a good answer. Throws ApiError for any other, and when nobody answers. */
export async function read<Answer extends AnyAnswer>(asked: Promise<Answer>): Promise<BodyOf<Answer>> {
  return (await (await good(asked)).json()) as BodyOf<Answer>;
}

/** The file of a good answer, with what its headers say of it. Throws as `read` does. */
export async function readFile(asked: Promise<AnyAnswer & { headers: Headers; blob: () => Promise<Blob> }>) {
  const answer = await good(asked);
  return { content: await answer.blob(), headers: answer.headers };
}

async function good<Answer extends AnyAnswer>(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, {
      code: "unreachable",
      message: "The server does not answer.",
      hint: "Is `sentinel up` (or the demo) still running? The page asks again by itself.",
    });
  });
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => undefined)) as
    { error?: { code: string; message: string; hint: string | null } } | undefined;
  throw new ApiError(
    answer.status,
    body?.error ?? { code: "internal", message: `The server answers HTTP ${answer.status}.`, hint: null },
  );
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError(0, {
        code: "internal",
        message: error instanceof Error ? error.message : String(error),
        hint: null,
      });
