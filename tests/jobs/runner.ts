/**
 * One of several processes on one state (argv[2]): looks for due work at the moment it is told, and answers how many runs
 * it has ended. Told to hang, its work never ends. Run by processes.test.ts.
 */
import pino from "pino";

import { Jobs } from "../../src/jobs/jobs.ts";
import { openState } from "../../src/state/open.ts";

export type Order = { at: string; hang: boolean };
export type Report = { ran: number };

const [, , path = ""] = process.argv;
const state = openState(path);
const told = { at: new Date(0), hang: false };
let ran = 0;
const jobs = new Jobs(
  [
    {
      id: "patrol",
      summary: "",
      schedule: () => ({ cron: "*/15 * * * *", time_zone: "UTC" }),
      at_first: true,
      work: () => new Promise((done) => (told.hang ? undefined : setTimeout(done, 3))),
    },
  ],
  { state: () => state, now: () => told.at, log: pino({ level: "silent" }), ended: () => (ran += 1) },
);

process.on("message", ({ at, hang }: Order) => {
  told.at = new Date(at);
  told.hang = hang;
  void jobs
    .look()
    .then(() => (hang ? undefined : jobs.idle()))
    .then(() => process.send?.({ ran } satisfies Report));
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ran } satisfies Report);
