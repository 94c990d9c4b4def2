/** A made-up secret of each kind, in a sentence as people paste one. Their bodies are made here, so that no scanner takes this file for a leak. */
export type Sample = { kind: string; secret: string; text: string };

const hex = (length: number) => "0123456789abcdef".repeat(20).slice(0, length);
const mixed = (length: number) => "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zC0".repeat(20).slice(0, length);
const sample = (kind: string, secret: string, around = "look: % in the log"): Sample => ({
  kind,
  secret,
  text: around.replace("%", () => secret),
});

const pem = [
  "-----BEGIN PRIVATE",
  ` KEY-----\n${mixed(64)}\n${mixed(40)}\n-----END PRIVATE`,
  " KEY-----",
].join("");
const jwt = ["eyJhbGciOiJIUzI1NiJ9", `eyJ${mixed(40)}`, mixed(43)].join(".");

export const SAMPLES: Sample[] = [
  sample("private key", pem),
  sample("Slack webhook", `T0AB12CD3/B0EF45GH6/${mixed(24)}`, "https://hooks.slack.com/services/% is dead"),
  sample("Sentry DSN", hex(32), "dsn https://%@o12.ingest.de.sentry.io/34"),
  sample("password in a URL", "s3cr3t-pw", "cannot reach postgres://app:%@db.internal:5432/shop"),
  sample("GitHub token", `ghp_${mixed(36)}`),
  sample("GitHub fine-grained token", `github_pat_${mixed(22)}_${mixed(59)}`),
  sample("Slack token", `xoxb-123456789012-1234567890123-${mixed(24)}`),
  sample("Slack app token", `xapp-1-A0AB12CD3-1234567890123-${hex(64)}`),
  sample("Langfuse key", `sk-lf-1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f`),
  sample("Sentry token", `sntrys_eyJ${mixed(60)}_${mixed(43)}`),
  sample("Anthropic key", `sk-ant-api03-${mixed(93)}AA`),
  sample("OpenAI key", `sk-proj-${mixed(48)}`),
  sample("Groq key", `gsk_${mixed(52)}`),
  sample("Google API key", `AIza${mixed(35)}`),
  sample("AWS access key id", `AKIAZ7QWERTY2345ABCD`),
  sample("AWS secret key", `${mixed(20)}/${mixed(19)}`, "aws_secret_access_key = %"),
  sample("Stripe key", `sk_live_${mixed(24)}`),
  sample("Twilio key", `SK${hex(32)}`),
  sample("SendGrid key", `SG.${mixed(22)}.${mixed(43)}`),
  sample("npm token", `npm_${mixed(36)}`),
  sample("PyPI token", `pypi-AgEIcHlwaS5vcmc${mixed(100)}`),
  sample("JWT", jwt),
  sample("Linear key", `lin_api_${mixed(40)}`),
  sample("Datadog key", hex(32), "DD_API_KEY=%, DD_SITE=datadoghq.eu"),
  sample("PagerDuty key", `u+${mixed(18)}`, "Authorization: Token token=%"),
  sample("Bearer header", mixed(32), "authorization: Bearer % was refused"),
  sample(
    "Basic header",
    Buffer.from("admin:correct horse").toString("base64"),
    "Authorization: Basic % refused",
  ),
  sample("Snowflake connection string", "Fr0sty#Flake", "account=acme;user=app;password=%;role=reader"),
  sample("named secret", mixed(20), '{"api_key": "%", "region": "eu"}'),
  sample("Sentinel key", `sk_sentinel_${mixed(43)}`),
];
