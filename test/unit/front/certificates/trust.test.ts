import { expect, test } from "vitest";
import { renderTrust, trustDirectory, trustVariables } from "../../../../components/front/certificates/trust";
import { expectGolden } from "../../golden";

test("the authority is written by this script", () => {
  expectGolden("trust.sh", `${renderTrust("haproxy:3.2.21-alpine")}\n`);
});

test("every variable names the file that has the public authorities too", () => {
  expect(new Set(Object.values(trustVariables))).toEqual(new Set([`${trustDirectory}/bundle.pem`]));
  expect(Object.keys(trustVariables)).toEqual(Object.keys(trustVariables).sort());
});
