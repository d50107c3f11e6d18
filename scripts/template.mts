/** `npm run template`: builds a template for VMs on a hypervisor. */
import { spawn } from "node:child_process";
import { orderOf, shellOf, type TemplateOrder, usage } from "../components/hosts/libvirt/template/options.js";
import { renderTemplateBuild } from "../components/hosts/libvirt/template/script.js";
import { templateNamed } from "../components/hosts/libvirt/template/told.js";

const order = understood(process.argv.slice(2));
const script = renderTemplateBuild(order);
if (order.print) process.stdout.write(script);
else await build();

async function build(): Promise<void> {
  const [program, ...words] = shellOf(order);
  // What mmdebstrap says goes to the terminal; the path comes on standard output.
  const shell = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  // Read as a whole before it begins, or a program in it would read on in what is left.
  shell.stdin.end(`{\n${script}} </dev/null\n`);
  const said: string[] = [];
  shell.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const status = await new Promise<number>((resolve) => {
    shell.on("error", () => resolve(127));
    shell.on("close", (code) => resolve(code ?? 1));
  });
  if (status !== 0) process.exit(status);
  console.log(templateNamed(said.join("")));
}

function understood(words: string[]): TemplateOrder {
  try {
    return orderOf(words);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}
