/** Appends to the audit chain of `STATE` as fast as it can until it is told to stop; says how many entries it made. */
import { appendAudit } from "../../src/audit/append.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { openState } from "../../src/state/open.ts";

const state = openState(process.argv[2] ?? "");
const stop = new AbortController();
process.stdin.once("data", () => stop.abort());
let entries = 0;
while (!stop.signal.aborted) {
  const at = new Date();
  await state.write((db) =>
    appendAudit(db, { kind: "access.login", by: SENTINEL, subject: "state", data: { entries }, at }),
  );
  entries += 1;
  if (entries === 50) process.stdout.write("writing\n");
  // Lets the pipe be heard.
  await new Promise((done) => setImmediate(done));
}
state.close();
process.stdout.write(`${entries}\n`, () => process.exit(0));
