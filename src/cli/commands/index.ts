import type { Command } from "commander";

import { completionCommand } from "./completion.ts";
import { demoCommand } from "./demo.ts";
import { detectCommand } from "./detect.ts";
import { doctorCommand } from "./doctor.ts";
import { driftCommand } from "./drift.ts";
import { importCommand } from "./import.ts";
import { incidentsCommand } from "./incidents.ts";
import { initCommand } from "./init.ts";
import { investigateCommand } from "./investigate.ts";
import { queryCommand } from "./query.ts";
import { reportCommand } from "./report.ts";
import { scoreCommand } from "./score.ts";
import { sqlCommand } from "./sql.ts";
import { syncCommand } from "./sync.ts";
import { coverageCommand, describeCommand, tablesCommand } from "./tables.ts";
import { verifyCommand } from "./verify.ts";

/** Every command, in the order in which help shows them. */
export const COMMANDS: (() => Command)[] = [
  demoCommand,
  initCommand,
  doctorCommand,
  syncCommand,
  importCommand,
  tablesCommand,
  describeCommand,
  coverageCommand,
  sqlCommand,
  queryCommand,
  detectCommand,
  scoreCommand,
  incidentsCommand,
  verifyCommand,
  investigateCommand,
  reportCommand,
  driftCommand,
  completionCommand,
];
