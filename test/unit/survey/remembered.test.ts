import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";

type Remembering = typeof import("../../../components/survey/remembered", { with: {
  "resolution-mode": "require",
}});

afterEach(() => vi.resetModules());

/** Asks for the state, where the engine answers the calls with these in turn. */
async function ask(...answers: (Error | Record<string, unknown>)[]) {
  const asked: unknown[] = [];
  const call = ({ inputs }: pulumi.runtime.MockCallArgs) => {
    asked.push(inputs);
    const answer = answers[asked.length - 1] ?? answers.at(-1);
    if (answer instanceof Error) throw answer;
    return answer as Record<string, unknown>;
  };
  await pulumi.runtime.setMocks(
    { newResource: ({ inputs }) => ({ id: "", state: inputs }), call },
    "home",
    "prod",
  );
  const { remembered } = await vi.importActual<Remembering>("../../../components/survey/remembered");
  return { told: remembered(), asked, remembered };
}

const known = {
  outputs: { "urn:blog": { type: "docker:index/container:Container", outputs: { name: "blog-1" } } },
};

test("the state of the own stack is asked for, once for a program", async () => {
  const { told, asked, remembered } = await ask(known);
  expect((await told)?.get("urn:blog")?.outputs.name).toBe("blog-1");
  await remembered();
  expect(asked).toEqual([{ stackName: "organization/home/prod" }]);
});

test("a state that is just being written is asked for again: without it, data that were kept would not be found", async () => {
  const { told, asked } = await ask(new Error("failed to load checkpoint: EOF"), known);
  expect((await told)?.size).toBe(1);
  expect(asked).toHaveLength(2);
});

test("where there is none, as in a trial, nothing is known of it", async () => {
  const { told } = await ask({});
  expect(await told).toBeUndefined();
});

test("a state that cannot be read ends the program, and nothing that waits for it begins", async () => {
  const ends = new Promise<Error>((resolve) => process.once("unhandledRejection", resolve));
  const { told } = await ask(new Error("no such backend"));
  const error = await ends;
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.message).toContain("The stack's own state cannot be read: ");
  expect(error.message).toContain("Nothing is changed without it; try again.");
  const later = new Promise((resolve) => setTimeout(resolve, 50, "waits"));
  expect(await Promise.race([told, later])).toBe("waits");
});
