import { expect, test } from "vitest";
import type { EngineContainer } from "../../../components/survey/objects";
import type { Survey } from "../../../components/survey/survey";
import { usersOf } from "../../../components/survey/volumeUsers";

const own = { "homeport.project": "homeport", "homeport.environment": "prod", "homeport.component": "cloud" };
const wanted = { path: "cloud.volumes.html.existing", host: "infra", volume: "html", labels: own };
const container = (
  name: string,
  labels: Record<string, string> = {},
  state = "running",
): EngineContainer => ({
  ...{ name, state, status: "Up", networks: [], ports: [], mounts: ["html"], labels },
});
const state = new Map([
  ["urn", { type: "docker:index/container:Container", outputs: { name: "cloud-0-1a2b3c4" } }],
]);
const users = (...containers: EngineContainer[]) =>
  usersOf(wanted, state, { containers } as unknown as Survey);

test("a volume that only the stack's own containers use, or what an update has left of them, is free", () => {
  expect(users()).toEqual({});
  expect(users(container("cloud-0-1a2b3c4"))).toEqual({});
  expect(users(container("cloud-0-5d6e7f8", { ...own, "homeport.deploys": "stop-first" }))).toEqual({});
  expect(users(container("compose_html", {}, "exited"))).toEqual({});
  expect(users({ ...container("other"), mounts: ["html2"] })).toEqual({});
});

test("one of another environment's service is refused: its container would be removed", () => {
  const other = { ...own, "homeport.environment": "staging", "homeport.deploys": "stop-first" };
  expect(users(container("staging-cloud-0-1", other)).refused).toBe(
    `cloud.volumes.html.existing: the container "staging-cloud-0-1" on host infra, of the environment staging of homeport, writes to the volume "html", and would be removed for this service.
  Take the volume from one of the two, or say shared: true in both, where both are made for that`,
  );
});

test("one of somebody else's container is told of: it may only read", () => {
  expect(users(container("compose_html_1"))).toEqual({
    warned:
      'cloud.volumes.html.existing: the container "compose_html_1" on host infra has the volume "html" too. Two that write to it damage it: stop that one first, unless it only reads',
  });
});

test("a directory is also met by one around it or in it, and by nothing that looks at the whole machine", () => {
  const photos = (...mounts: string[]) =>
    usersOf({ ...wanted, volume: "/srv/photos" }, state, {
      containers: [{ ...container("compose_photos_1"), mounts }],
    } as unknown as Survey).warned;
  expect(photos("/srv/photos/2024")).toContain('has the directory "/srv/photos/2024" too');
  expect(photos("html", "/srv")).toContain('has the directory "/srv" too');
  expect(photos("/srv/photos2", "/", "photos")).toBeUndefined();
});
