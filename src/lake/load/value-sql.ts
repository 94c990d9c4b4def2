import type { LakeColumn } from "../schema.ts";
import { literal, quoted } from "../sql-text.ts";

const TIME = String.raw`^\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)?)?$`;
const DOUBT = "error('doubt')";

/**
 * The value of a column of the lake as SQL over a file's column of the same name; `stored` is its type there, undefined
 * when the file has none. It fails where there is doubt: reading row by row knows more spellings, and says what is wrong
 * with the others.
 */
export function valueSql(column: LakeColumn, stored: string | undefined): string {
  const { name, type, required } = column;
  if (stored === undefined) return required ? DOUBT : "null";
  const source = quoted(name);
  const value = converted(column, stored);
  if (required && type === "VARCHAR") return `if(coalesce(${value}, '') = '', ${DOUBT}, ${value})`;
  if (required) return `coalesce(${value}, ${DOUBT})`;
  if (value === source || type === "VARCHAR") return value;
  // Text that is no JSON would fail every query that looks into the column: it is kept as a JSON string.
  if (type === "JSON") return `if(json_valid(${value}), ${value}, to_json(${value}))`;
  return `if(${source} is null, null, coalesce(${value}, ${DOUBT}))`;
}

/** Null for a value that cannot be taken. */
function converted({ name, type }: LakeColumn, stored: string): string {
  const text = `${quoted(name)}::varchar`;
  switch (type) {
    case "BIGINT":
      if (stored === type) return quoted(name);
      return `if(regexp_full_match(${text}, '-?\\d+'), try_cast(${text} as bigint), null)`;
    case "DOUBLE": {
      const number = stored === type ? quoted(name) : `try_cast(${text} as double)`;
      return `if(isfinite(${number}), ${number}, null)`;
    }
    case "BOOLEAN":
      if (stored === type) return quoted(name);
      return `if(${text} in ('true', 'false'), ${text} = 'true', null)`;
    case "TIMESTAMP":
      if (stored === type) return `if(isfinite(${quoted(name)}), ${quoted(name)}, null)`;
      return `if(regexp_full_match(${text}, ${literal(TIME)}), try_cast(${text} as timestamp), null)`;
    case "DECIMAL(18,10)":
      return stored === type ? quoted(name) : `try_cast(${text} as decimal(18, 10))`;
    case "VARCHAR[]":
      return quoted(name);
    default:
      return stored === "VARCHAR" ? quoted(name) : text;
  }
}
