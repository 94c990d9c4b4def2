import type { Environment } from "./environment.ts";
import type { Service } from "./settings.ts";
import type { SyncConnection } from "./sync/run.ts";

/** How one Sentinel is opened; what is not given comes from the environment. */
export type OpenOptions = {
  home?: string | undefined;
  settings?: string | undefined;
  quiet?: boolean | undefined;
  /** Connections instead of the configured ones: the demo's loopback vendors. */
  connections?: SyncConnection[];
  /** Variables instead of the process's own. */
  environment?: Environment;
  /** Services beside those of the settings. */
  services?: Record<string, Service>;
  now?: () => Date;
  /** How long to wait for a lake that another process holds before borrowing it, for commands that write. */
  patience_ms?: number;
  /** Whether to take writes of other processes into the lake: a server does. */
  lend_writes?: boolean;
  /** Level of the log when SENTINEL_LOG_LEVEL does not say. */
  log_level?: string;
};
