/** Everything that is wrong with a stack's settings: one entry for each, with its path and the way out. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}
