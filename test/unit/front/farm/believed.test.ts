import { expect, test } from "vitest";
import { unbelieved } from "../../../../components/front/farm/believed";

const calling = {
  farm: "farm",
  host: "attic",
  addresses: ["127.0.0.1", "::1", "192.168.1.11", "fd00::11", "fe80::1"],
};
const router = (...farms: string[]) => ({ routerName: "cellar", wire: { farms } });

test.each([
  ["that names one of the host's addresses", calling, router("10.0.0.1", "192.168.1.11")],
  ["that is on the farm's own network", calling, { routerName: "attic" }],
  ["while nobody knows what the host has", { ...calling, addresses: [] }, router("10.0.0.1")],
])("nothing is said of a router %s", (_, farm, one) => {
  expect(unbelieved(farm, one)).toBeUndefined();
});

test("a router that expects farms elsewhere would take this one for a visitor", () => {
  expect(unbelieved(calling, router("192.168.1.99"))).toBe(
    `cellar.publish.farms: farm is on host attic, which has 192.168.1.11, fd00::11, and none of these is named there (192.168.1.99): services behind cellar take the farm for their visitor, and what comes by HTTPS for plain HTTP.
  Name the address by which attic calls; where something on the way puts its own in place of it, this is right as it is.`,
  );
});
