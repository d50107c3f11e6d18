import type { AskPulumi } from "./pulumi";

/** Where Pulumi keeps the states, as `pulumi login` takes it, without a user or a password in it. */
export async function backendOf(ask: AskPulumi): Promise<string> {
  const { url } = JSON.parse(await ask("whoami", "--json")) as { readonly url: string };
  return url.replace(/(?<=:\/\/)[^/@]*@/, "");
}
