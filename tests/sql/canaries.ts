/** What a statement must not touch: a file with a secret in it, a port that counts who comes, and the home's own files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

export const SECRET = "the-canary-sings-31415";

export type Canaries = Awaited<ReturnType<typeof setCanaries>>;

/** `folder` is for the canaries, `home` is watched for files that were not there. */
export async function setCanaries(folder: string, home: string) {
  const own = join(folder, "canaries");
  mkdirSync(own);
  for (const name of ["canary.csv", "canary.json", "canary.parquet"])
    writeFileSync(join(own, name), `a\n${SECRET}\n`);
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const before = [readdirSync(own).toSorted(), names(home)];
  return {
    file: join(own, "canary.csv"),
    folder: own,
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What is different from the start; empty when nothing was touched. */
    touched(): string[] {
      const [theirs = [], ours = []] = before;
      return [
        ...(connections > 0 ? [`${connections} connections`] : []),
        ...readdirSync(own).filter((name) => !theirs.includes(name)),
        ...names(home).filter((name) => !ours.includes(name)),
        ...theirs.filter((name) => readFileSync(join(own, name), "utf8") !== `a\n${SECRET}\n`),
      ];
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The lake's log and its folder for what does not fit into memory come and go. */
const names = (home: string): string[] =>
  (readdirSync(home, { recursive: true }) as string[]).filter((name) => !/\.(wal|tmp)(\/|$)/.test(name));
