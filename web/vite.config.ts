import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Builds the page into dist/web; `npx vite web` serves it for work on it, with the API of a running `sentinel up`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // The policy of the page allows no data: URL but for images.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": "http://127.0.0.1:8787" } },
});
