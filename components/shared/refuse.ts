import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { judgeImage } from "./image";

/** Something that is wrong: where, and what was found and is expected there. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** @returns what is wrong with a value, each problem with its path. */
export const problemsOf = (schema: z.ZodType, value: unknown, at: readonly string[] = []): Problem[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => ({
    path: [...at, ...path],
    message,
  }));

/**
 * Refuses a component's arguments where there are problems.
 * @throws InputPropertiesError that names every one of them.
 */
export function refuse(component: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new pulumi.InputPropertiesError({
    message: `${component}: the settings are not usable`,
    errors: problems.map(({ path, message }) => ({ propertyPath: path.join("."), reason: message })),
  });
}

/** Warns of an image that names no version, once checked to be a reference. */
export function warnOfUnpinned(component: string, path: string, image: string | undefined): void {
  if (image === undefined || judgeImage(image) === "pinned") return;
  pulumi.log.warn(
    `${component}.${path}: "${image}" names no version: what runs can change unseen; example: nginx:1.29.3-alpine`,
  );
}
