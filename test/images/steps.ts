/** Numbered steps with their times, as plain lines. */

const reminder = 30_000;

export class Steps {
  private started = 0;

  constructor(
    private readonly total: number,
    private readonly report: (line: string) => void,
  ) {}

  async run<T>(title: string, action: () => Promise<T>): Promise<T> {
    const start = Date.now();
    const step = `[${++this.started}/${this.total}] ${title}`;
    this.report(`${step} …`);
    // A silent minute looks like a hang.
    const timer = setInterval(() => this.report(`${step} … ${seconds(start)} so far`), reminder);
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
