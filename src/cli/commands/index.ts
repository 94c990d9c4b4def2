import type { Command } from "commander";

import { approvalsCommand } from "./approvals.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand } from "./backup.ts";
import { completionCommand } from "./completion.ts";
import { demoCommand } from "./demo.ts";
import { detectCommand } from "./detect.ts";
import { digestCommand } from "./digest.ts";
import { doctorCommand } from "./doctor.ts";
import { driftCommand } from "./drift.ts";
import { importCommand } from "./import.ts";
import { incidentsCommand } from "./incidents.ts";
import { initCommand } from "./init.ts";
import { investigateCommand } from "./investigate.ts";
import { keysCommand } from "./keys.ts";
import { outboxCommand } from "./outbox.ts";
import { queryCommand } from "./query.ts";
import { reportCommand } from "./report.ts";
import { restoreCommand } from "./restore.ts";
import { riskCommand } from "./risk.ts";
import { runCommand } from "./run.ts";
import { sampleCommand } from "./sample.ts";
import { scoreCommand } from "./score.ts";
import { sqlCommand } from "./sql.ts";
import { syncCommand } from "./sync.ts";
import { coverageCommand, describeCommand, tablesCommand } from "./tables.ts";
import { upCommand } from "./up.ts";
import { verifyCommand } from "./verify.ts";

/** Every command, in the order in which help shows them. */
export const COMMANDS: (() => Command)[] = [
  demoCommand,
  upCommand,
  runCommand,
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
  approvalsCommand,
  auditCommand,
  investigateCommand,
  reportCommand,
  driftCommand,
  digestCommand,
  sampleCommand,
  riskCommand,
  outboxCommand,
  backupCommand,
  restoreCommand,
  keysCommand,
  completionCommand,
];
