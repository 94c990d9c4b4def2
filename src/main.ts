/**
 * The composition root: the only place that reads environment and settings, and that joins the parts into the
 * verbs which commands and routes call. Each part is opened when first needed, so that a command that only reads
 * incidents never opens the lake.
 */
import { detectors } from "../detectors/index.ts";
import { sources } from "../sources/index.ts";
import { otelTables } from "../sources/otel/index.ts";
import { resolveConnections, type Connections } from "./connections.ts";
import { environmentOn } from "./demo/demo-environment.ts";
import { readEnvironment } from "./environment.ts";
import { openGate } from "./gate/open-gate.ts";
import { openHome } from "./home.ts";
import { openNarrating } from "./investigate/open-narrating.ts";
import { openOrBorrowLake } from "./lake/share.ts";
import { openSettings } from "./live-settings.ts";
import { createLogger } from "./log.ts";
import { loadLibrary } from "./queries/library.ts";
import { once } from "./once.ts";
import type { OpenOptions } from "./open-options.ts";
import { deliverDue } from "./outbox/deliver.ts";
import { openOutbox } from "./outbox/open-outbox.ts";
import type { Taken } from "./receive/otlp/intake.ts";
import type { Landed } from "./receive/otlp/landed.ts";
import { packageRoot, packageVersion } from "./root.ts";
import { writeCatalogue } from "./service-catalogue.ts";
import { openDesk } from "./slack/open-desk.ts";
import { openState, type State } from "./state/open.ts";
import { openTelemetry } from "./telemetry/telemetry.ts";

export type Sentinel = Awaited<ReturnType<typeof openSentinel>>;

export async function openSentinel(options: OpenOptions) {
  const given = options.environment ?? readEnvironment();
  const home = openHome(options.home ?? given("SENTINEL_HOME") ?? ".sentinel");
  const environment = options.environment ?? environmentOn(home.path, given);
  const now = options.now ?? (() => new Date());

  const log = createLogger({
    failed: (error) => telemetry().error(error),
    level: options.quiet ? "error" : (environment("SENTINEL_LOG_LEVEL") ?? options.log_level ?? "warn"),
    json: environment("SENTINEL_LOG_FORMAT") === "json",
    colour: process.stderr.isTTY && environment("NO_COLOR") === undefined,
  });
  const named = options.settings ?? environment("SENTINEL_SETTINGS");
  const live = openSettings({
    path: named ?? "settings.json",
    rules: { detectors, required: named !== undefined },
    last_good: home.last_good_settings,
    environment,
    log,
  });
  const settings = () => live.current;
  const connections = once((): Connections => {
    if (options.connections !== undefined) return { ready: options.connections, off: [], half: [] };
    return resolveConnections(sources, environment, settings().connections);
  });
  const library = once(() => loadLibrary(packageRoot()));

  const telemetry = once(() =>
    openTelemetry({
      environment,
      trace: () => settings().narrator.trace,
      release: packageVersion(),
      root: packageRoot(),
    }),
  );
  let state: State | undefined;
  const tables = [...sources.flatMap((source) => source.tables), ...otelTables];
  const lake = once(() =>
    openOrBorrowLake({
      path: home.lake,
      holder: home.holder,
      tables,
      log,
      now,
      memory: settings().sql.memory,
      ...(options.patience_ms !== undefined && { patience_ms: options.patience_ms }),
      ...(options.lend_writes !== undefined && { lend_writes: options.lend_writes }),
    }),
  );
  const intake_users = new Set<(taken: Taken) => void>();
  const landing_users = new Set<(landed: Landed) => void>();
  const intake = once(async () => {
    // Only a server takes spans: a command need not wait until what decodes them is read.
    const { openIntake } = await import("./receive/otlp/intake.ts");
    return openIntake({
      folder: home.intake,
      lake,
      settings: () => settings().otlp,
      now,
      log,
      took(taken) {
        for (const user of intake_users) user(taken);
      },
      landed(landed) {
        for (const user of landing_users) user(landed);
      },
    });
  });
  const stateOf = () => (state ??= openState(home.state));
  const outbox = once(() => openOutbox({ state: stateOf(), environment, settings, now, log }));
  const gate = once(() =>
    openGate({
      environment,
      settings,
      state: stateOf(),
      home,
      connections: () => connections().ready,
      ask: async (sql, params) => (await lake()).ask(sql, params),
      now,
      log,
    }),
  );
  const narrating = openNarrating({
    environment,
    settings,
    state: stateOf,
    library,
    now,
    log,
    count: (use) => telemetry().used(use),
  });
  return {
    home,
    settings_path: live.path,
    get settings() {
      return live.current;
    },
    get settings_problem() {
      return live.problem;
    },
    get settings_etag() {
      return live.etag;
    },
    fixed_settings: live.fixed,
    change_limits: live.change,
    follow_settings: live.follow,
    environment,
    log,
    now,
    sources,
    tables,
    detectors,
    connections,
    library,
    lake,
    /** Where OTLP is taken; only the process that holds the lake may open it. */
    intake,
    /** Tells of each request of OTLP that is taken from now on. */
    on_intake: (user: (taken: Taken) => void): void => void intake_users.add(user),
    /** Tells of what OTLP brought into the lake from now on. */
    on_landing: (user: (landed: Landed) => void): void => void landing_users.add(user),
    state: stateOf,
    gate,
    outbox,
    /** Where clicks in Slack are decided; undefined without Slack. */
    slack_desk: () => openDesk({ environment, settings, gate, deliver: () => deliverDue(outbox()), now }),
    ...narrating,
    /** Writes the service catalogue, which is of no source alone. Call after a sync. */
    async catalogue(): Promise<void> {
      await writeCatalogue(await lake(), { ...settings().services, ...options.services });
    },
    async close(): Promise<void> {
      if (telemetry.called()) await telemetry().close();
      if (intake.called()) await (await intake()).close();
      if (lake.called()) await (await lake()).close();
      state?.close();
    },
  };
}
