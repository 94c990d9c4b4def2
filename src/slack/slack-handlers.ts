import type { Handler } from "../outbox/handler.ts";
import { deliveryFailure } from "./delivery-failure.ts";
import { postApproval } from "./post-approval.ts";
import { postImages } from "./post-images.ts";
import { postMessage } from "./post-message.ts";
import type { SlackPorts } from "./slack-ports.ts";
import { updateApproval } from "./update-approval.ts";

/** The outbox's ways into Slack. Each throws DeliveryError and nothing else. */
export function slackHandlers(
  ports: SlackPorts,
): Record<"slack_approval" | "slack_update" | "slack_message" | "slack_images", Handler> {
  return {
    slack_approval: explained(postApproval(ports)),
    slack_update: explained(updateApproval(ports)),
    slack_message: explained(postMessage(ports)),
    slack_images: explained(postImages(ports)),
  };
}

function explained(handler: Handler): Handler {
  return async (payload, letter, at) => {
    try {
      return await handler(payload, letter, at);
    } catch (error) {
      throw deliveryFailure(error, at);
    }
  };
}
