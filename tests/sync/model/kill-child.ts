/** A process that syncs a model vendor into a lake file, to be killed: `kill-child.ts LAKE URL NOW`. */
import { modelLake, pull } from "./lake.ts";

const [path = "", url = "", moment = ""] = process.argv.slice(2);
const now = () => new Date(moment);

async function run(): Promise<void> {
  const lake = await modelLake(now, undefined, path);
  process.send?.("syncing");
  await pull(lake, { url }, now);
  process.send?.("synced");
  await lake.lake.close();
  process.disconnect();
}

void run();
