/** Several measurements of one thing. */
export type Sample = { ms: number; cpu_ms: number };

const sorted = (numbers: number[]) => numbers.toSorted((one, other) => one - other);

/** The value that `share` (0 to 1) of the numbers do not exceed. */
export function quantile(numbers: number[], share: number): number {
  const inOrder = sorted(numbers);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))] ?? Number.NaN;
}

const median = (numbers: number[]) => quantile(numbers, 0.5);

/** Wall time and the time of all processors that a piece of work took in this process. */
export async function timed(work: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpu_ms: (user + system) / 1_000 };
}

const short = (number: number) =>
  number >= 1_000
    ? Math.round(number).toLocaleString("en")
    : number.toFixed(number >= 100 ? 0 : number >= 10 ? 1 : 2);

/** `name   12.3 ms (11.9 to 14.1)`: the median and the middle half. */
export function line(name: string, numbers: number[], unit: string, note = ""): void {
  const spread = `(${short(quantile(numbers, 0.25))} to ${short(quantile(numbers, 0.75))})`;
  process.stdout.write(
    `  ${name.padEnd(52)} ${short(median(numbers)).padStart(9)} ${unit} ${spread} ${note}\n`,
  );
}

/** What each of several works takes, in turns, so that a busy moment of the machine meets all of them. */
export async function inTurns<Name extends string>(
  rounds: number,
  works: Record<Name, (round: number) => Promise<Sample>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(works) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples[name].push(await works[name](round));
  }
  return samples;
}

/** The ratio of each round, by wall time and by processor time. */
export function ratios(name: string, of: Sample[], to: Sample[]): void {
  line(
    `${name}, wall`,
    of.map(({ ms }, round) => ms / (to[round]?.ms ?? Number.NaN)),
    "x",
  );
  line(
    `${name}, CPU`,
    of.map(({ cpu_ms }, round) => cpu_ms / (to[round]?.cpu_ms ?? Number.NaN)),
    "x",
  );
}
