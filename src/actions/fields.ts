/** Arguments that several actions take. */
import { z } from "zod";

export const Repo = z.string().regex(/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/, "owner/name");

/** Long texts are cut by whoever writes them; GitHub itself takes 65,536 characters, marker included. */
export const Body = z.string().min(1).max(60_000);

export const IncidentId = z.string().regex(/^[\w.-]{1,80}$/);

export const Connection = z.string().regex(/^[\w.-]{1,100}$/);

/** Ids as tracing systems make them; never a path and never text. */
export const TraceId = z.string().regex(/^[\w.:-]{1,200}$/);

export const Sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "a whole SHA");

export const PullNumber = z.int().positive();
