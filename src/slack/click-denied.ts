/**
 * A verified callback that decides nothing. `why` goes into the audit log; `answer` is for the eyes of the one who
 * clicked, and only there when that person may know it.
 */
export class ClickDenied extends Error {
  readonly why: string;
  readonly answer: string | undefined;

  constructor(why: string, answer?: string) {
    super(why);
    this.name = "ClickDenied";
    this.why = why;
    this.answer = answer;
  }
}
