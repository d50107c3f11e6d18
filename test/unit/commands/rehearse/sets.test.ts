import { expect, test } from "vitest";
import { setsOf } from "../../../../commands/rehearse/sets";

test.each([
  [[], ["attic"], {}],
  [["A"], ["attic"], { attic: "A" }],
  [["attic=A"], ["attic"], { attic: "A" }],
  [["cellar=B"], ["attic", "cellar"], { cellar: "B" }],
  [["cellar=B", "attic=A"], ["attic", "cellar"], { attic: "A", cellar: "B" }],
] as const)("%j over %j is %j", (asked, hosts, sets) => {
  expect(Object.fromEntries(setsOf(asked, hosts))).toEqual(sets);
});

test.each([
  [["A"], "--set: each of attic, cellar has sets of its own; say which host's it is: --set attic=A"],
  [["celar=A"], '--set: no host "celar" is rehearsed; did you mean cellar? there are: attic, cellar'],
  [["attic=A", "attic=B"], "--set: host attic is said twice: A and attic=B; leave one out"],
  [["attic="], "--set: attic= names no set; example: --set attic=20261128T031500Z"],
])("%j over two hosts is refused", (asked, told) => {
  expect(() => setsOf(asked, ["attic", "cellar"])).toThrow(told);
});
