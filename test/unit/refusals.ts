import * as pulumi from "@pulumi/pulumi";

/** What a person reads of arguments that are refused: each problem without the component's name, which it begins with. */
export function refusalsOf(component: string, check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    if (error.stack !== error.message) throw new Error(`with a stack: ${error.stack}`);
    return error.message.split("\n").map((line) => {
      if (!line.startsWith(`${component}.`)) throw new Error(`without the component's name: ${line}`);
      return line.slice(component.length + 1);
    });
  }
}
