import { timeoutSignal } from "../contracts/timeout-signal.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { messageOf } from "../errors.ts";

/**
 * Puts a file where files.getUploadURLExternal said, as raw bytes. The address counts as an upload on its own, so the token
 * does not go along; it is only followed to the Web API's own host or one below it (files.slack.com). Throws UpstreamError.
 * Upstream: docs.slack.dev/reference/methods/files.getUploadURLExternal.
 */
export async function uploadBytes(
  { api_url, attempt_ms }: { api_url: string; attempt_ms: number },
  url: string,
  bytes: Buffer,
): Promise<void> {
  if (!isSlacks(url, api_url))
    throw new UpstreamError("unexpected", "Slack named an address outside its own hosts to upload to");
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
    redirect: "manual",
    signal: timeoutSignal(attempt_ms),
  }).catch((error: unknown) => {
    throw new UpstreamError("unavailable", `Slack took no upload: ${messageOf(error)}`, { cause: error });
  });
  await response.body?.cancel();
  const { status } = response;
  if (status === 200) return;
  const passing = status >= 500 || status === 408 || status === 429;
  throw new UpstreamError(passing ? "unavailable" : "unexpected", `Slack answered an upload with ${status}`, {
    status,
  });
}

function isSlacks(url: string, api_url: string): boolean {
  if (!URL.canParse(url)) return false;
  const to = new URL(url);
  const api = new URL(api_url);
  return to.origin === api.origin || (to.protocol === "https:" && to.hostname.endsWith(`.${api.hostname}`));
}
