/** Logs every sample in every way in which a text gets into a line: message, field, error and its cause. */
import { createLogger } from "../../src/log.ts";
import { SAMPLES } from "./samples.ts";

for (const json of [true, false]) {
  const log = createLogger({ level: "debug", json, colour: false });
  for (const { text } of SAMPLES) {
    log.warn({ said: text, deep: { list: [text] } }, text);
    log.error({ err: new Error(text, { cause: new Error(`a\n${text}`) }) }, "failed");
  }
}
