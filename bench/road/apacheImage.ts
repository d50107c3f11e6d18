import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { waitingFor } from "../../test/images/build";
import { DebianPackages } from "../../test/images/debian";
import { buildImage, builtFrom } from "../../test/images/engine";
import { base, hashOf } from "../../test/images/recipes";
import { inTurn } from "../../test/support/turn";

export const apacheImage = "homeport-test/apache:2.4";

const packages = ["apache2-bin"];
const recipe = join(__dirname, "apache");
const cache = join(__dirname, "../../.cache/images");

/** Builds the image where it is missing or out of date, as the other test images are built. */
export async function buildApache(say: (line: string) => void): Promise<void> {
  const hash = await hashOfApache();
  if ((await builtFrom(apacheImage)) === hash) return;
  await mkdir(cache, { recursive: true });
  await inTurn("images", waitingFor(say), async () => {
    say(`image ${apacheImage} …`);
    const context = join(cache, "apache");
    await rm(context, { recursive: true, force: true });
    await cp(recipe, context, { recursive: true });
    const debian = await DebianPackages.open("trixie", join(cache, "apt"));
    await debian.unpack(packages, join(context, "packages"), base.packages);
    await buildImage(apacheImage, context, hash);
    await rm(context, { recursive: true, force: true });
  });
}

async function hashOfApache(): Promise<string> {
  const hash = createHash("sha256")
    .update(JSON.stringify(packages))
    .update(await hashOf(base));
  for (const file of (await readdir(recipe)).sort()) hash.update(await readFile(join(recipe, file)));
  return hash.digest("hex");
}
