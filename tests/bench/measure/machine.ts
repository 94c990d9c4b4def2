import { cpus, loadavg, totalmem } from "node:os";

/** What the figures were measured on, and how busy it was with other work. */
export function machineLine(): string {
  const [cpu] = cpus();
  const load = loadavg()[0] ?? 0;
  return `${cpus().length} x ${cpu?.model.trim() ?? "cpu"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.version}, load ${load.toFixed(1)}`;
}
