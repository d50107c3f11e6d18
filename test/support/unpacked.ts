import { gunzipSync } from "node:zlib";
import { packedEnd } from "../../components/shared/packed";

const body = new RegExp(`<<'${packedEnd}' [|] gunzip\n(.*)\n${packedEnd}\n`);

/** A packed script as it was; any other text as it is. */
export function unpacked(text: string): string {
  const [, bytes] = body.exec(text) ?? [];
  return bytes === undefined ? text : gunzipSync(Buffer.from(bytes, "base64")).toString();
}
