/** Numbered steps with their times, as plain lines. */

const reminder = 30_000;

export class Steps {
  private started = 0;

  constructor(
    private readonly total: number,
    private readonly report: (line: string) => void,
  ) {}

  /** @param expected how long it takes, in words, where that is known */
  async run<T>(title: string, action: () => Promise<T>, expected?: string): Promise<T> {
    const start = Date.now();
    const step = `[${++this.started}/${this.total}] ${title}`;
    this.report(`${step} …${expected ? ` (${expected})` : ""}`);
    // A silent minute looks like a hang.
    const sofar = () => `${seconds(start)} so far${expected ? ` of ${expected}` : ""}`;
    const timer = setInterval(() => this.report(`${step} … ${sofar()}`), reminder);
    try {
      const result = await action();
      this.report(`${step}: ${seconds(start)}`);
      return result;
    } finally {
      clearInterval(timer);
    }
  }
}

export const seconds = (start: number) => `${((Date.now() - start) / 1000).toFixed(1)} s`;
