/** An identifier in SQL. Names come from contracts, never from sources; quoting keeps words such as `table` usable. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Text in SQL, where a parameter cannot stand (comments, definitions). */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const list = (names: string[], prefix = ""): string =>
  names.map((name) => prefix + quoted(name)).join(", ");
