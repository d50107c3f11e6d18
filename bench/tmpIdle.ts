import { CertificatesOnHost } from "../test/sandbox/certificatesOnHost";
import { makeCertificate } from "../test/support/certificates";
import { processorOf } from "../test/support/containers";
import { pause } from "../test/support/wait";
import { domain } from "./ours";
import { deployEnvironment } from "./road/environment";
const parts = ["farm", "router", "gate", "keeper", "hairpin-1", "hairpin-2"] as const;
async function main() {
  const host = new CertificatesOnHost();
  for (let s = 1; s <= 3; s++) host.issue(domain(s), await makeCertificate({ names: [domain(s)] }));
  const d = await deployEnvironment("echo", 3, { "homeport:certificates": { source: "files", directory: host.directory } });
  const ids = await Promise.all(parts.map(async (p) => (await d.container(p)).Id));
  console.log("up", parts.map((p, i) => `${p} ${ids[i]}`).join("\n"));
  await pause(20);
  for (let round = 0; round < Number(process.argv[2] ?? 2); round++) {
    const t = performance.now();
    const b = await Promise.all(ids.map(processorOf));
    await pause(60);
    const a = await Promise.all(ids.map(processorOf));
    const s = (performance.now() - t) / 1000;
    const v = parts.map((_, i) => ((a[i] ?? 0) - (b[i] ?? 0)) / s);
    console.log(parts.map((p, i) => `${p} ${v[i]?.toFixed(2)}`).join("  "), "sum", v.reduce((x, y) => x + y).toFixed(2));
  }
  await d.stop();
  host.remove();
}
main();
