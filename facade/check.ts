import * as pulumi from "@pulumi/pulumi";

/** What is wrong with arguments: one line each. What the components take, they check themselves. */
export class Problems {
  private readonly lines: string[] = [];

  constructor(private readonly home: string) {}

  /** @returns the groups of a list with their places; none where it is something else, which is a problem. */
  list(path: string, value: unknown, example: string): [number, Record<string, unknown>][] {
    if (!Array.isArray(value)) this.add(path, `${found(value)} a list of groups; example: ${example}`);
    const members = Array.isArray(value) ? [...value.entries()] : [];
    return members.filter(([at, one]) => this.group(`${path}.${at}`, one, example));
  }

  /** @returns whether a value is a group, which is a problem where it is not. */
  group(path: string, value: unknown, example: string): boolean {
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
    if (!isGroup) this.add(path, `${found(value)} a group; example: ${example}`);
    return isGroup;
  }

  /** Says of each name in a group that is not known. */
  names(path: string, group: object, known: readonly string[]): void {
    for (const name of Object.keys(group).filter((one) => !known.includes(one)))
      this.add(path ? `${path}.${name}` : name, `there is no such argument; there are ${known.join(", ")}`);
  }

  /** Says of what is no text. */
  text(path: string, value: unknown, example: string): void {
    if (typeof value !== "string" || value === "")
      this.add(path, `${found(value)} a text; example: ${example}`);
  }

  add(path: string, message: string): void {
    this.lines.push(`${this.home}.${path}: ${message}`);
  }

  /** @throws RunError that names every problem, and is shown without a stack. */
  refuse(): void {
    if (this.lines.length === 0) return;
    const text = this.lines.join("\n");
    throw Object.assign(new pulumi.RunError(text), { stack: text });
  }
}

const isLate = (value: unknown): boolean => pulumi.Output.isInstance(value);

function found(value: unknown): string {
  if (value === undefined || value === null) return "it is missing, and has to be";
  return `${isLate(value) ? "what is known at deployment only" : JSON.stringify(value)} is not`;
}
