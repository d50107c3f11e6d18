/** One part of the report. */
export interface Section {
  readonly title: string;
  /** Measures, and gives the text in Markdown. */
  measure(run: Run): Promise<string>;
}

/** What every section is told of its run. */
export interface Run {
  /** At least three. */
  readonly repeats: number;
  /**
   * Numbers of services that are deployed.
   * @default those of the section
   */
  readonly sizes?: readonly number[];
  /** Shortens everything, to try the program itself: the figures mean nothing. */
  readonly trial: boolean;
  say(line: string): void;
  /** Whether a section's time is up: what it has by then is what it reports. */
  late(): boolean;
}
