import { useId } from "react";

import type { DescribedLimit } from "../../src/detect/describe-limits.ts";
import { sentence } from "../format.ts";
import { readLimit } from "./draft.ts";

type Props = {
  limit: DescribedLimit;
  text: string;
  /** The variable that has it instead of the file. */
  fixed_by: string | undefined;
  disabled: boolean;
  write: (text: string) => void;
};

/** One limit: what it means, its value, and what it was before it was changed. */
export function LimitField({ limit, text, fixed_by, disabled, write }: Props) {
  const id = useId();
  const read = readLimit(text, limit);
  const problem = "problem" in read ? read.problem : undefined;
  const changed = text !== String(limit.value);
  return (
    <li className={changed ? "limit limit-changed" : "limit"}>
      <label htmlFor={id}>
        <span className="limit-name">{sentence(limit.name)}</span>
        <span className="muted">{limit.meaning}</span>
      </label>
      <div className="limit-value">
        <input
          id={id}
          className="input num"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          disabled={fixed_by !== undefined || disabled}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-more`}
          onChange={({ target }) => write(target.value)}
        />
        <p id={`${id}-more`} className={problem === undefined ? "muted" : "limit-problem"}>
          {fixed_by !== undefined ? (
            <>
              set by <code>{fixed_by}</code>
            </>
          ) : (
            (problem ??
            (changed
              ? `now ${limit.value}`
              : limit.value === limit.default
                ? "the default"
                : `default ${limit.default}`))
          )}
        </p>
      </div>
    </li>
  );
}
