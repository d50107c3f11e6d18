import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { renderTemplateBuild } from "../../components/hosts/libvirt/template/script";
import { run } from "../images/run";
import { directory } from "./hypervisor";

const cache = join(__dirname, "../../.cache/templates");

/** The template that VMs are cloned from, built where it is missing or out of date; its path on the hypervisor. */
export async function provideTemplate(): Promise<string> {
  const script = renderTemplateBuild({ directory: cache, mirror: process.env.DEBIAN_MIRROR });
  const built = (await run("sh", ["-c", script])).trim().split("\n").at(-1) ?? "";
  for (const other of readdirSync(cache))
    if (other !== basename(built)) rmSync(join(cache, other), { recursive: true });
  const template = join(directory, "templates", basename(built));
  mkdirSync(join(directory, "templates"), { recursive: true });
  // The user under whom QEMU runs may not come to the checkout.
  if (!existsSync(template)) cpSync(built, template);
  return template;
}
