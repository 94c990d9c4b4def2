import { createProgram } from "./program.ts";
import { failed } from "./failure.ts";

// A reader that closed the pipe (`| head`) is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
