import { constants } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { takesUpSessions } from "../../../bench/road/handshakes";
import { makeCertificate } from "../../support/certificates";

/** Without tickets, Node keeps no session either. */
const forgetful = { secureOptions: constants.SSL_OP_NO_TICKET };

test.each([
  [{}, true],
  [forgetful, false],
])("a server with %o takes sessions up again: %s", async (options, expected) => {
  const { chain, key } = await makeCertificate();
  const server = createServer({ cert: chain, key, ...options }, (_, response) => response.end("here"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  try {
    expect(await takesUpSessions({ scheme: "https", address: "127.0.0.1", port })).toBe(expected);
  } finally {
    server.close();
  }
});
