import type { Incident } from "../contracts/incident.ts";
import type { News } from "./news.ts";
import type { Place } from "./places.ts";

/** One piece of news of one incident for one place. */
export type Telling = {
  incident: Incident;
  place: Place;
  news: News;
  key: string;
  /** Key of the letter that began the thread; `key` when this one does. */
  thread_key: string;
  base_url: string;
};

/** Its permanent address. */
export const pageOf = ({ incident: { id }, base_url }: Telling): string => `${base_url}/incidents/${id}`;
