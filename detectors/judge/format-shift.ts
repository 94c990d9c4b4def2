import { median } from "./robust-baseline.ts";
import { distance, shareDifference } from "./significance.ts";

/** The outward form of a model's answer. */
export type Answer = {
  trace_id: string | null;
  form: string;
  fenced: boolean;
  opening: string;
  refusal: boolean;
  answer_length: number;
};

export type ShiftLimits = {
  /** Part of all answers by which the share of fenced or JSON answers must have moved. */
  moved_share: number;
  /** The same for a first word: what people ask about moves that too. */
  moved_opening_share: number;
  /** The same for refusals and empty answers, which should be rare. */
  refused_share: number;
  /** Largest gap between the distributions of lengths, 0 to 1. */
  length_distance: number;
  /** Times by which the middle length must have changed, either way. */
  length_ratio: number;
  /** Standard errors of the difference of two shares. */
  shift_surprise: number;
};

export type Shift = {
  /** What moved, in words. */
  what: string;
  usual: number;
  now: number;
  unit: string;
  /** Whether an answer has the new form. */
  isNew: (answer: Answer) => boolean;
};

type Trait = { name: string; has: (answer: Answer) => boolean; least: number };

/** How the judged answers differ in form from the usual ones, the largest move first; empty when they do not. */
export function shiftsOf(usual: Answer[], judged: Answer[], limits: ShiftLimits, only?: string[]): Shift[] {
  const traits: Trait[] = [
    { name: "answers with a code fence", has: ({ fenced }) => fenced, least: limits.moved_share },
    { name: "JSON answers", has: ({ form }) => form === "json", least: limits.moved_share },
    { name: "refusals", has: ({ refusal }) => refusal, least: limits.refused_share },
    { name: "empty answers", has: ({ form }) => form === "empty", least: limits.refused_share },
    ...openings([...usual, ...judged]).map((opening) => ({
      name: `answers that begin with "${opening}"`,
      has: (answer: Answer) => answer.opening === opening,
      least: limits.moved_opening_share,
    })),
  ];
  // Answers of one conversation are alike: the evidence is no more than its conversations.
  const [usualWeight, judgedWeight] = [independence(usual), independence(judged)];
  const moved = traits
    .filter(({ name }) => only === undefined || only.includes(name))
    .flatMap(({ name, has, least }) => {
      const [before, now] = [usual.filter(has).length, judged.filter(has).length];
      const difference = now / judged.length - before / usual.length;
      const surprise = Math.abs(
        shareDifference(
          now * judgedWeight,
          judged.length * judgedWeight,
          before * usualWeight,
          usual.length * usualWeight,
        ),
      );
      if (Math.abs(difference) < least || surprise < limits.shift_surprise) return [];
      const isNew = (answer: Answer) => has(answer) === difference > 0;
      const shift = {
        what: name,
        usual: before / usual.length,
        now: now / judged.length,
        unit: "share",
        isNew,
      };
      return [{ shift, size: Math.abs(difference) }];
    });
  const lengths = only === undefined ? lengthShift(usual, judged, limits) : [];
  return [...moved, ...lengths].toSorted((one, other) => other.size - one.size).map(({ shift }) => shift);
}

function independence(answers: Answer[]): number {
  const traces = new Set(answers.map(({ trace_id }, index) => trace_id ?? index));
  return answers.length === 0 ? 0 : traces.size / answers.length;
}

function lengthShift(
  usual: Answer[],
  judged: Answer[],
  limits: ShiftLimits,
): { shift: Shift; size: number }[] {
  const lengthsOf = (answers: Answer[]) => answers.map(({ answer_length }) => answer_length);
  const [before, now] = [median(lengthsOf(usual)), median(lengthsOf(judged))];
  const size = distance(lengthsOf(usual), lengthsOf(judged));
  const times = Math.max(before, now) / Math.max(Math.min(before, now), 1);
  if (size < limits.length_distance || times < limits.length_ratio) return [];
  const middle = Math.sqrt(Math.max(before, 1) * Math.max(now, 1));
  const isNew = ({ answer_length }: Answer) => answer_length > middle === now > before;
  return [{ shift: { what: "length of answers", usual: before, now, unit: "characters", isNew }, size }];
}

/** First words that a tenth of the answers or more share; prose begins with anything. */
function openings(answers: Answer[]): string[] {
  const counts = new Map<string, number>();
  for (const { opening } of answers) counts.set(opening, (counts.get(opening) ?? 0) + 1);
  return [...counts]
    .filter(([opening, count]) => opening !== "" && count >= answers.length / 10)
    .map(([opening]) => opening);
}
