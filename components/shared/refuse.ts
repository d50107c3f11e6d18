import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "../survey/perProgram";
import { judgeImage } from "./image";
import type { Problem } from "./problems";

/**
 * An error of which a person reads the text alone: Pulumi's host shows nothing else of a `RunError`, and where a
 * component serves other languages, its host shows the stack.
 */
export function refusal(text: string): pulumi.RunError {
  said().refused = true;
  return Object.assign(new pulumi.RunError(text), { stack: text });
}

const said = perProgram(() => ({ refused: false }));

/** Whether the program has been refused something: what it has not made since then, it may make once that is mended. */
export const hasRefused = (): boolean => said().refused;

/**
 * Refuses a component's arguments where there are problems.
 * @throws RunError that names every one of them, one a line.
 */
export function refuse(component: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `${[component, ...path].join(".")}: ${message}`);
  throw refusal([...new Set(lines)].join("\n"));
}

/** Warns of an image that names no version, once checked to be a reference. */
export function warnOfUnpinned(component: string, path: string, image: string | undefined): void {
  if (image === undefined || judgeImage(image) === "pinned") return;
  pulumi.log.warn(
    `${component}.${path}: "${image}" names no version: what runs can change unseen; example: nginx:1.29.3-alpine`,
  );
}
