import { ChannelRefused } from "../../sources/slack/failure.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { SentinelError } from "../errors.ts";
import { DeliveryError } from "../outbox/delivery-error.ts";

const NO_CHANNEL = "invite the bot to the channel that SLACK_INCIDENTS_CHANNEL names, or name another";

/**
 * What became of a letter whose call failed. A limit names its own wait, what may pass is tried later, and what Slack
 * refuses for good (a token, a channel, a message that is gone) is dead until somebody has seen to it.
 */
export function deliveryFailure(error: unknown, at: Date): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (!(error instanceof UpstreamError)) {
    const permanent = error instanceof SentinelError && ["not_found", "invalid"].includes(error.code);
    return new DeliveryError(error instanceof Error ? error.message : String(error), {
      permanent,
      cause: error,
    });
  }
  const hint = error instanceof ChannelRefused ? NO_CHANNEL : error.hint;
  return new DeliveryError(error.message, {
    permanent: error.kind !== "limited" && error.kind !== "unavailable",
    retry_after_ms: error.retry_at === undefined ? undefined : error.retry_at.getTime() - at.getTime(),
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}
