import { readFileSync } from "node:fs";
import { testImages } from "../images/tags";
import { startPebble } from "../sandbox/acme/pebble";
import type { Machine } from "../support/machine/machine";
import { handshake } from "../support/tls";
import { waitFor } from "../support/wait";
import type { Home } from "./home";
import type { StandIns } from "./standIns";

const domain = "blog.example.org";
const port = { http: 27171, https: 27544 };

/** A home on two machines that are set up already, whose names an authority proves by asking for them at the one address. */
export async function homeThatIsProven(
  standIns: StandIns,
  home: Home,
  machines: { readonly east: Machine; readonly west: Machine },
) {
  const [address, serverAddress] = [standIns.freeAddress(), standIns.freeAddress()];
  const pebble = await startPebble({
    ...{ networks: [standIns.networkName], address, serverAddress, httpPort: port.http },
    certificateSeconds: 3_600,
  });
  const authorityFile = "/etc/authority-of-the-test.pem";
  const { echo, haproxy, traefik, keeper, lego } = testImages;
  await standIns.introduce(home, { echo, haproxy, traefik, keeper, lego }, machines);
  home.configure({
    "machines:virtual": `${address}/24`,
    "machines:proven": { server: pebble.directoryUrl, authorityFile },
  });
  const authority = readFileSync(pebble.authorityFile, "utf8");
  for (const machine of Object.values(machines)) await machine.run(`cat > ${authorityFile}`, authority);
  const ca = await pebble.rootPem();
  /** Of the certificate that a visitor of an address gets, once it is a good one. */
  const serialAt = (where: string, seconds: number, not?: string): Promise<string> =>
    waitFor(
      `a good certificate at ${where}`,
      async () => {
        const made = await handshake(`https://${where}:${port.https}`, domain, { ca });
        if ("refused" in made) throw new Error(made.refused);
        return made.serialNumber !== not && made.serialNumber;
      },
      seconds,
    );
  return { address, serialAt, stop: () => pebble.stop() };
}
