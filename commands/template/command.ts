import { vmDefaults } from "../../components/hosts/libvirt/defaults";
import { npx } from "../../components/shared/npx";
import { command } from "../shared/command";
import { exitCodes } from "../shared/failure";
import type { Running } from "../shared/surroundings";
import { list } from "../shared/values";

export const template = (running: Running) =>
  command("template", {
    summary: "builds a template for VMs on a hypervisor, unless it is there",
    description:
      "Builds a template for VMs on a hypervisor, unless it is there, and prints how settings name it.",
    examples: [npx("homeport template --on root@10.0.0.1"), npx("homeport template --package htop --print")],
    ends: { [exitCodes.done]: "the template is there, or its script is shown" },
  })
    .option(
      "--on <user@host>",
      "the hypervisor, as ssh takes it; another user than root needs sudo (default: this machine)",
    )
    .option("--directory <path>", "directory of VMs and templates there", vmDefaults.directory)
    .option("--package <name>", "a further Debian package; can be repeated", list, [])
    .option("--runner <path>", "a package file of gitlab-runner on the hypervisor, which is installed too")
    .option(
      "--edition <word>",
      "makes another template of the packages of the day, with this word in its version",
    )
    .option("--mirror <url>", "a mirror of Debian (default: that of the hypervisor's own apt)")
    .option("--print", "shows the script instead of running it", false)
    .action(async ({ package: packages, ...options }) => {
      const { run } = await import("./run.ts");
      running.end(await run({ packages, ...options }, running));
    });
