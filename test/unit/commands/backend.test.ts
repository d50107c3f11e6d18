import { expect, test } from "vitest";
import { backendOf } from "../../../commands/shared/backend";

test.each([
  ["file://~", "file://~"],
  ["file:///srv/states", "file:///srv/states"],
  ["https://api.pulumi.com", "https://api.pulumi.com"],
  ["s3://states?region=eu-west-1", "s3://states?region=eu-west-1"],
  ["postgres://pulumi:sesame@10.0.0.5/states", "postgres://10.0.0.5/states"],
])("the backend %s is told as %s", async (url, told) => {
  const ask = async (...words: string[]) => JSON.stringify({ user: "anna", asked: words, url });
  expect(await backendOf(ask)).toBe(told);
});
