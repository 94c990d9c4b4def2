/** The web page: a client of Sentinel's HTTP interface and of nothing else. */
import "@fontsource/inter/latin-400.css";
import "@fontsource/inter/latin-500.css";
import "@fontsource/inter/latin-600.css";
// Before the components: what they say of themselves stands above it.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/controls.css";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { sessionQuery } from "./queries.ts";
import { asApiError } from "./read.ts";
import { createRouter } from "./routes.tsx";
import { Clock } from "./ui/clock.tsx";
import { Notices } from "./ui/notices.tsx";

/** The session ran out: who is signed in now decides what is shown. */
const onError = (error: unknown) => {
  if (asApiError(error).status === 401) void client.invalidateQueries(sessionQuery);
};
const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refused stays refused; what did not arrive may arrive yet.
      retry: (failures, error) => failures < 2 && [0, 429, 503].includes(asApiError(error).status),
      retryDelay: (failures) => 500 * 2 ** failures,
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Clock>
        <Notices>
          <RouterProvider router={createRouter()} />
        </Notices>
      </Clock>
    </QueryClientProvider>
  </StrictMode>,
);
