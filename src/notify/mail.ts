/** Mail over SMTP. */
import { createHash } from "node:crypto";

import { createTransport } from "nodemailer";
import { z } from "zod";

import type { Environment } from "../environment.ts";
import { messageOf } from "../errors.ts";
import { DeliveryError } from "../outbox/delivery-error.ts";
import type { Handler } from "../outbox/handler.ts";
import { keepSecret } from "../secrets/known.ts";

const MailLetter = z.object({
  /** MAIL_TO when not given. */
  to: z.array(z.string()).min(1).optional(),
  subject: z.string().min(1),
  text: z.string(),
  html: z.string(),
  /** Key of the letter that began the thread. */
  thread_key: z.string().min(1),
  /** Shown where the HTML has `cid:<name>`. */
  images: z.array(z.object({ name: z.string(), png_base64: z.string() })).default([]),
});

const TIMEOUT_MS = 20_000;

/**
 * Sends one mail with an HTML and a text part. Its Message-ID comes from the letter's key, so a receiver that got it
 * twice (we never heard the first acceptance) keeps one. MAIL_URL (`smtp://user:password@host:587`), MAIL_FROM and MAIL_TO; undefined when
 * one is missing. A 5xx answer of the server is final, anything else is tried again.
 */
export function mailHandler(environment: Environment): Handler | undefined {
  const [url, from, everyone] = ["MAIL_URL", "MAIL_FROM", "MAIL_TO"].map(environment);
  if (url === undefined || from === undefined || everyone === undefined) return undefined;
  const { password } = new URL(url);
  if (password !== "") keepSecret(decodeURIComponent(password));
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "sentinel.invalid";
  const idOf = (key: string) => `<${createHash("sha256").update(key).digest("hex").slice(0, 32)}@${domain}>`;
  return async (payload, { key }) => {
    const letter = MailLetter.parse(payload);
    const first = idOf(letter.thread_key);
    try {
      const { messageId } = await transport.sendMail({
        from,
        to: letter.to ?? everyone,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        messageId: idOf(key),
        ...(key !== letter.thread_key && { inReplyTo: first, references: [first] }),
        attachments: letter.images.map(({ name, png_base64 }) => ({
          filename: name,
          cid: name,
          contentType: "image/png",
          content: Buffer.from(png_base64, "base64"),
        })),
        // A letter holds all that it says: nothing is fetched or read from disk for it.
        disableFileAccess: true,
        disableUrlAccess: true,
        // Answers of holiday robots are of no use.
        headers: { "auto-submitted": "auto-generated" },
      });
      return { message_id: messageId };
    } catch (error) {
      throw failureOf(error);
    }
  };
}

const Refusal = z.object({ responseCode: z.number() });

function failureOf(error: unknown): DeliveryError {
  const refusal = Refusal.safeParse(error).data;
  const permanent = refusal !== undefined && refusal.responseCode >= 500;
  return new DeliveryError(`the mail server: ${messageOf(error).slice(0, 200)}`, { permanent, cause: error });
}
