/** What the little companies talk about: enough variety that no two rows look copied. */

export const TOPICS = [
  "late delivery",
  "refund status",
  "invoice address",
  "password reset",
  "plan upgrade",
  "broken filter",
  "export to csv",
  "team seats",
  "api quota",
  "webhook retries",
  "tax number",
  "two-factor code",
  "order history",
  "gift card",
  "return label",
  "mobile layout",
  "search ranking",
  "trial extension",
] as const;

export const QUESTIONS = [
  "my {topic} is wrong since yesterday, can you look?",
  "how do I change the {topic} for one workspace?",
  "we need the {topic} before the end of the week",
  "is there a limit on {topic}?",
  "the page about {topic} does not load for me",
  "who can see the {topic} of my account?",
] as const;

export const ANSWERS = [
  "I checked the {topic} and corrected it; it shows within ten minutes. Tell me if it does not.",
  "You can change the {topic} under Settings, Workspace. The change holds for all members at once.",
  "The {topic} is on its way. You get a mail as soon as the last step is done on our side.",
  "There is a limit of 200 per day for the {topic}; your plan has used 31 of them today so far.",
  "The page about {topic} was slow for some minutes this morning. It answers normally again now.",
  "Only owners and billing contacts can see the {topic}; members see the summary without amounts.",
] as const;

export const fill = (template: string, topic: string) => template.replace("{topic}", topic);

export const chatInput = (system: string, user: string) =>
  JSON.stringify([
    { role: "system", content: system },
    { role: "user", content: user },
  ]);

export const toolCall = (name: string, args: unknown, id: string) =>
  JSON.stringify({
    content: null,
    tool_calls: [{ id: `call_${id}`, type: "function", function: { name, arguments: JSON.stringify(args) } }],
  });

export const SMALL_TALK = [
  "good morning, I take the review queue until noon",
  "numbers of last week are in the sheet, nothing odd",
  "who has the keys of the meeting room on the second floor?",
  "the office coffee machine is fixed",
  "I am out this afternoon, ping dev-b for reviews",
  "docs for the new filter are up, comments welcome",
  "standup moved by fifteen minutes tomorrow",
  "the flaky test in CI is quarantined, ticket is open",
  "support says the replies read well this week",
  "lunch at the usual place?",
] as const;
