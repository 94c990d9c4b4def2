const line = (cells: string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;

export function markdownTable(head: string[], rows: string[][]): string {
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
