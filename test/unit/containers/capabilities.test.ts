import { expect, test } from "vitest";
import { asReadBack } from "../../../components/containers/capabilities";
import { refusals } from "../services/refusals";

test("capabilities are taken as people write them, and given to the provider as it reads them back", () => {
  const written = ["NET_BIND_SERVICE", "cap_net_bind_service", "Cap_Chown", "CAP_KILL", "all", "CAP_ALL"];
  expect(refusals({ capabilities: written })).toEqual([]);
  expect(asReadBack(written)).toEqual(["CAP_NET_BIND_SERVICE", "CAP_CHOWN", "CAP_KILL", "ALL"]);
  expect(asReadBack([])).toEqual([]);
});

test("one that Linux does not have is refused with the nearest: the engine would fail when it makes the container", () => {
  expect(refusals({ capabilities: ["NET_BIND", "CHOWN"] })).toEqual([
    'capabilities.0: "NET_BIND" is not a Linux capability; the nearest is NET_ADMIN',
  ]);
});
