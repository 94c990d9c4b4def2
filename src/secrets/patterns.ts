/**
 * Secrets of well-known makes, told by their shape: for those in source text, which nobody told us about. Each pattern
 * finds the secret alone, matches no quote (a JSON document stays one) and is linear on hostile text.
 */
import { named, type SecretPattern, shape } from "./shape.ts";

export const SECRET_PATTERNS: SecretPattern[] = [
  {
    // First: what is inside one must not be cut piecemeal. In a JSON string the line breaks are escaped.
    kind: "private key",
    found:
      /-----BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^"'<>]{0,20000}?-----END (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----|[\w+/=:.,\s\\-]{0,20000})/g,
    source: "RFC 7468, sections 10 and 11; RFC 9580, section 6.2",
  },
  {
    kind: "Slack webhook",
    found: /(?<=https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[\w/-]{10,}/g,
    source: "docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
  },
  {
    kind: "Sentry DSN",
    found: /(?<=https?:\/\/)[0-9a-f]{32}(?::[0-9a-f]{32})?(?=@[\w.-]+)/g,
    source: "docs.sentry.io/concepts/key-terms/dsn-explainer",
  },
  {
    kind: "password in a URL",
    found: /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>?#]{0,200}:)[^\s@/?#"'<>\\]{1,200}(?=@)/gi,
    source: "RFC 3986, section 3.2.1",
  },
  {
    kind: "GitHub token",
    found: shape(String.raw`(?:gh[pousr]_[A-Za-z0-9_]{8,255}|github_pat_\w{20,255})`),
    source: "github.blog/engineering/behind-githubs-new-authentication-token-formats",
  },
  {
    kind: "Slack token",
    found: shape(String.raw`(?:xox[abeoprs](?:[.-]xoxp)?-[A-Za-z0-9-]{8,250}|xapp-[A-Za-z0-9-]{8,250})`),
    source: "docs.slack.dev/authentication/tokens",
  },
  {
    kind: "Langfuse key",
    found: shape(String.raw`(?:sk|pk)-lf-[\w-]{8,100}`),
    source: "langfuse.com/docs/api-and-data-platform/features/public-api",
  },
  {
    kind: "Sentry token",
    found: shape(String.raw`sntry[suai]_[\w+/=.-]{8,500}`),
    source: "docs.sentry.io/account/auth-tokens",
  },
  {
    kind: "Anthropic key",
    found: shape(String.raw`sk-ant-[\w-]{8,200}`),
    source: "platform.claude.com/docs/en/api/overview",
  },
  {
    kind: "OpenAI key",
    found: shape(String.raw`sk-(?=[\w-]{0,60}[A-Z0-9])[\w-]{16,250}`),
    source: "developers.openai.com/api/reference/overview, Authentication",
  },
  {
    kind: "Groq key",
    found: shape(String.raw`gsk_\w{16,100}`),
    source: "console.groq.com/docs/quickstart",
  },
  {
    kind: "Google API key",
    found: shape(String.raw`AIza[\w-]{30,45}`),
    source: "docs.cloud.google.com/docs/authentication/api-keys",
  },
  {
    kind: "AWS access key id",
    found: shape(String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`),
    source: "docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  },
  {
    kind: "AWS secret key",
    found: named(
      String.raw`(?:aws[_-]?)?(?:secret[_-]?access[_-]?key|secret[_-]?key|session[_-]?token)`,
      String.raw`[A-Za-z0-9/+=]{16,2000}`,
    ),
    source: "docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  },
  {
    kind: "Sentinel key",
    found: shape(String.raw`sk_sentinel_[\w-]{20,100}`),
    source: "docs/security.md, Access",
  },
  {
    kind: "Stripe key",
    found: shape(String.raw`(?:(?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9+/=]{8,250}`),
    source: "docs.stripe.com/keys",
  },
  {
    // Account SIDs (AC…) are names, not secrets; the auth token has no shape of its own and is known by its name.
    kind: "Twilio key",
    found: shape(String.raw`SK[0-9a-f]{32}(?![0-9a-f])`),
    source: "twilio.com/docs/iam/api-keys",
  },
  {
    kind: "SendGrid key",
    found: shape(String.raw`SG\.[\w-]{16,32}\.[\w-]{16,64}`),
    source: "twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
  },
  {
    kind: "npm token",
    found: shape(String.raw`npm_[A-Za-z0-9]{20,100}`),
    source: "github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format",
  },
  {
    kind: "PyPI token",
    found: shape(String.raw`pypi-(?=[\w-]{0,60}[A-Z])[\w-]{16,1000}`),
    source: "pypi.org/help/#apitoken",
  },
  {
    kind: "JWT",
    found: shape(String.raw`eyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{0,2000}`),
    source: "RFC 7519, section 3.1",
  },
  {
    kind: "Linear key",
    found: shape(String.raw`lin_(?:api|oauth|wh)_[\w-]{16,100}`),
    source: "linear.app/developers/graphql",
  },
  {
    kind: "Datadog key",
    found: named(
      String.raw`(?:dd|datadog)[_-](?:api|app|application)[_-]?key`,
      String.raw`[0-9a-f]{32}(?:[0-9a-f]{8})?(?![0-9a-f])`,
    ),
    source: "docs.datadoghq.com/account_management/api-app-keys",
  },
  {
    kind: "PagerDuty key",
    found: new RegExp(
      String.raw`(?<=\bToken token=)[\w+-]{16,40}|${named(String.raw`(?:pagerduty|pd)[_-]\w{0,20}(?:key|token)`, String.raw`[\w+-]{16,40}`).source}`,
      "gi",
    ),
    source: "developer.pagerduty.com/docs/authentication",
  },
  {
    kind: "authorization header",
    // Letters alone are more likely a word ("Bearer Authentication") than a token.
    found:
      /(?<=\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)(?:\s|%20|\+){1,3})(?=[\w+/=.~-]{0,200}(?:\d|_|=|[a-z][A-Z])|[\w+/=.~-]{24})[\w+/=.~-]{8,4000}/g,
    source: "RFC 6750, section 2.1; RFC 7617, section 2",
  },
  {
    // Snowflake's connection strings and its programmatic access tokens are in here, too: they have no shape of their own.
    kind: "named secret",
    found: named(
      String.raw`(?:pass(?:word|wd|phrase)|pwd|secret|(?:api|access|private|signing|routing|encryption)[_-]?key|token)`,
      // A path, an address or a plain word is what people write about such a field, not its content.
      String.raw`(?!\[redacted|null\b|true\b|false\b|[/~.]|https?:)(?=[^\s"'\\,;&<>]{0,200}[^a-z\s"'\\,;&<>]|[^\s"'\\,;&<>]{16})[^\s"'\\,;&<>()[\]{}]{6,2000}`,
    ),
    source: "github.com/gitleaks/gitleaks, rule generic-api-key",
  },
];
