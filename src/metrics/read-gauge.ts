import { Gauge, type Registry } from "prom-client";

type Reading = { labels?: Record<string, string>; value: number };

export type ReadGauge = { name: string; help: string; labels?: string[]; read: () => Promise<Reading[]> };

/** Registers a gauge that is read when it is asked for; what is not read any more is not told any more. */
export function readGauge(registry: Registry, { name, help, labels = [], read }: ReadGauge): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [],
    async collect() {
      const readings = await read();
      this.reset();
      for (const { labels: named = {}, value } of readings) this.set(named, value);
    },
  });
  registry.registerMetric(gauge);
}
