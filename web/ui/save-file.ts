/** Hands a text or bytes to the person as a file. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const kind = typeof content === "string" ? `${type};charset=utf-8` : type;
  const url = URL.createObjectURL(new Blob([content], { type: kind }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
