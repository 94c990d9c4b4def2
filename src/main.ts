/**
 * The composition root: the only place that reads environment and settings, and that joins the parts into the
 * verbs which commands and routes call. Each part is opened when first needed, so that a command that only reads
 * incidents never opens the lake.
 */
import { resolve } from "node:path";

import { detectors } from "../detectors/index.ts";
import { sources } from "../sources/index.ts";
import { resolveConnections, type Connections } from "./connections.ts";
import { readEnvironment } from "./environment.ts";
import { openHome } from "./home.ts";
import { groqModel, type NarratorOptions } from "./investigate/groq-model.ts";
import type { NarrateContext } from "./investigate/narrate.ts";
import { openOrBorrowLake } from "./lake/share.ts";
import { createLogger } from "./log.ts";
import { loadLibrary } from "./queries/library.ts";
import { packageRoot } from "./root.ts";
import { serviceRows, SINGLE_REPOSITORIES } from "./services.ts";
import type { Service } from "./settings.ts";
import { loadSettings, watchSettings } from "./settings-file.ts";
import { openState, type State } from "./state/open.ts";
import type { SyncConnection } from "./sync/run.ts";

export type OpenOptions = {
  home?: string | undefined;
  settings?: string | undefined;
  quiet?: boolean | undefined;
  /** Connections instead of the configured ones: the demo's loopback vendors. */
  connections?: SyncConnection[];
  /** Services beside those of the settings. */
  services?: Record<string, Service>;
  now?: () => Date;
  /** How long to wait for a lake that another process holds before borrowing it, for commands that write. */
  patience_ms?: number;
};

export type Sentinel = Awaited<ReturnType<typeof openSentinel>>;

export async function openSentinel(options: OpenOptions) {
  const environment = readEnvironment();
  const home = openHome(options.home ?? environment("SENTINEL_HOME") ?? ".sentinel");
  const settingsPath = options.settings ?? environment("SENTINEL_SETTINGS") ?? "settings.json";
  const load = () => loadSettings(settingsPath, home.last_good_settings, environment);
  let { settings, problem } = load();
  const now = options.now ?? (() => new Date());

  const secrets = [environment("GROQ_API_KEY") ?? ""];
  const log = createLogger({
    level: options.quiet ? "error" : (environment("SENTINEL_LOG_LEVEL") ?? "warn"),
    json: environment("SENTINEL_LOG_FORMAT") === "json",
    colour: process.stderr.isTTY && environment("NO_COLOR") === undefined,
    secrets: () => secrets,
  });
  if (problem !== undefined) log.warn(problem);

  const connections = once((): Connections => {
    if (options.connections !== undefined)
      return { ready: options.connections, off: [], half: [], secrets: [] };
    const found = resolveConnections(sources, environment, settings.connections);
    secrets.push(...found.secrets);
    return found;
  });
  const tables = sources.flatMap((source) => source.tables);
  const library = once(() => loadLibrary(packageRoot()));

  const narratorOptions: NarratorOptions = {
    api_key: environment("GROQ_API_KEY"),
    base_url: environment("GROQ_BASE_URL"),
    model: environment("GROQ_MODEL") ?? settings.narrator.model,
    timeout_ms: settings.narrator.timeout_ms,
  };

  let state: State | undefined;
  const lake = once(() =>
    openOrBorrowLake({
      path: home.lake,
      holder: home.holder,
      tables,
      log,
      now,
      memory: settings.sql.memory,
      ...(options.patience_ms !== undefined && { patience_ms: options.patience_ms }),
    }),
  );

  return {
    home,
    get settings() {
      return settings;
    },
    get settings_problem() {
      return problem;
    },
    /** Puts every change of the settings file into force, for a process that stays; ends with the function returned. */
    follow_settings: () =>
      watchSettings(load, resolve(settingsPath), (loaded) => {
        ({ settings, problem } = loaded);
        if (problem === undefined) log.info("settings were read again");
        else log.warn(problem);
      }),
    environment,
    log,
    now,
    sources,
    detectors,
    connections,
    library,
    lake,
    state: () => (state ??= openState(home.state)),
    /** The model that explains incidents, as configured; without a key templates do. */
    narrator: (): NarratorOptions => narratorOptions,
    /** What the narrator needs, opened. */
    narration: (): NarrateContext => ({
      state: (state ??= openState(home.state)),
      library: library(),
      model: settings.narrator.enabled ? groqModel(narratorOptions) : undefined,
      timeout_ms: settings.narrator.timeout_ms,
      now,
      log,
    }),
    /** Writes the service catalogue into the lake, where queries join it; call after a sync. */
    async catalogue(): Promise<void> {
      const into = await lake();
      const { rows } = await into.ask(SINGLE_REPOSITORIES);
      await into.set_services(
        serviceRows(
          { ...settings.services, ...options.services },
          rows as { connection: string; repo: string }[],
        ),
      );
    },
    async close(): Promise<void> {
      if (lake.called()) await (await lake()).close();
      state?.close();
    },
  };
}

/** The same value for every call; `called` tells whether there is one to close. */
function once<T>(make: () => T): (() => T) & { called: () => boolean } {
  let made: { value: T } | undefined;
  return Object.assign(() => (made ??= { value: make() }).value, { called: () => made !== undefined });
}
