import { expect, test } from "vitest";
import { portServiceSchema } from "../../../components/ports/check";
import { resourceOf } from "../../../components/shared/marks";
import { problemsOf } from "../../../components/shared/problems";

const good = {
  service: resourceOf("homeport:index:DomainService"),
  port: 22,
  at: { address: "0.0.0.0", port: 2222 },
};
const told = (more: object) =>
  problemsOf(portServiceSchema, { ...good, ...more }).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

test("what is said is taken", () => {
  expect(
    told({
      ...{ readiness: { kind: "banner", startsWith: "220 " }, readySeconds: 0, drainSeconds: 3600 },
      ...{ allow: ["192.168.1.0/24", "2001:db8::1"], proxyProtocol: true },
    }),
  ).toEqual([]);
});

test.each<[object, string]>([
  [
    { service: {} },
    "service: {} is not a DomainService, or one of the services of an Application; example: blog",
  ],
  [{ service: resourceOf("homeport:index:Application") }, "service: "],
  [{ port: 0 }, "port: 0 is not a port (1–65535); example: 22"],
  [{ at: { address: "0.0.0.0", port: 70_000 } }, "at.port: 70000 is not a port (1–65535); example: 2222"],
  [{ at: { address: "localhost", port: 2222 } }, 'at.address: "localhost" is not an address'],
  [{ at: 2222 }, "at: 2222 is not a group with address and port"],
  [{ allow: [] }, "allow: [] is not a list with at least one network, as an empty one would let nobody in"],
  [{ allow: ["192.168.1.1/24"] }, 'allow.0: "192.168.1.1/24" does not begin at its first address'],
  [{ readiness: { kind: "http" } }, "readiness.kind: "],
  [{ readiness: { kind: "banner" } }, "readiness.startsWith: it is missing"],
  [{ readiness: { kind: "banner", startsWith: "SSH\n" } }, "readiness.startsWith: "],
  [{ readiness: { kind: "banner", startsWith: " SSH" } }, "readiness.startsWith: "],
  [{ drainSecond: 3 }, "drainSecond: there is no such argument; the nearest is drainSeconds"],
])("%j is refused: %s", (more, message) => {
  const [problem = ""] = told(more);
  expect(problem.startsWith(message), problem).toBe(true);
});
