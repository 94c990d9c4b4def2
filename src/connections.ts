/** Which connections of which sources are configured, from the environment and settings.json. */
import type { AnySource, Credential } from "./contracts/source.ts";
import type { Environment } from "./environment.ts";
import { SentinelError } from "./errors.ts";
import { keepSecret } from "./secrets/known.ts";
import type { SyncConnection } from "./sync/run.ts";

/** A connection named in settings.json: fields of the source, each with the variable that holds it. */
export type NamedConnection = { name: string; source: string; env: Record<string, string> };

export type Connections = {
  ready: SyncConnection[];
  /** Sources with no credentials at all, with the variables that would switch them on. */
  off: { source: string; variables: string[] }[];
  /** Connections with some of their credentials only. */
  half: { source: string; connection: string; set: string[]; missing: string[] }[];
};

/**
 * The environment gives each source its default connection; settings.json may name more. Throws `invalid` when
 * settings name a source or a field that does not exist.
 */
export function resolveConnections(
  sources: AnySource[],
  environment: Environment,
  named: NamedConnection[],
): Connections {
  const found: Connections = { ready: [], off: [], half: [] };
  for (const source of sources) {
    const unset = place(found, source, "default", environment, {});
    const others = named.filter((connection) => connection.source === source.name);
    for (const { name, env } of others) place(found, source, name, environment, checked(source, name, env));
    if (unset && others.length === 0) {
      const variables = source.credentials
        .filter((credential) => credential.required)
        .map(({ name }) => name);
      found.off.push({ source: source.name, variables });
    }
  }
  return found;
}

/** Adds one connection to where it belongs; true when none of its variables is set. */
function place(
  found: Connections,
  source: AnySource,
  connection: string,
  environment: Environment,
  variables: Record<string, string>,
): boolean {
  const config: Record<string, string> = {};
  const set: string[] = [];
  const missing: string[] = [];
  for (const credential of source.credentials) {
    const name = variables[credential.field] ?? credential.name;
    const value = valueOf(credential, name, environment);
    if (value !== undefined) {
      config[credential.field] = value;
      set.push(name);
      // Settings may name any variable, so its name does not tell.
      if (credential.secret) keepSecret(value);
    } else if (credential.default !== undefined) {
      config[credential.field] = credential.default;
    } else if (credential.required) {
      missing.push(name);
    }
  }
  missing.push(...(source.missing?.(config) ?? []));
  // A base URL alone is not an attempt to connect: only a required or a secret variable is.
  const meant = source.credentials.some(
    ({ field, name, required, secret }) => (required || secret) && set.includes(variables[field] ?? name),
  );
  if (missing.length === 0) found.ready.push({ name: connection, source, config });
  else if (meant) found.half.push({ source: source.name, connection, set, missing });
  return missing.length > 0 && !meant;
}

function valueOf(credential: Credential, name: string, environment: Environment): string | undefined {
  const direct = environment(name);
  if (direct !== undefined || credential.alternatives === undefined) return direct;
  const parts = credential.alternatives.names.map(environment);
  if (parts.some((part) => part === undefined)) return undefined;
  return parts.join(credential.alternatives.join);
}

function checked(source: AnySource, connection: string, env: Record<string, string>): Record<string, string> {
  const fields = source.credentials.map(({ field }) => field);
  for (const field of Object.keys(env)) {
    if (!fields.includes(field)) {
      throw new SentinelError(
        "invalid",
        `settings.json: connection ${connection} of ${source.name} has no field ${field}`,
        {
          hint: `its fields are ${fields.join(", ")}`,
        },
      );
    }
  }
  return env;
}
