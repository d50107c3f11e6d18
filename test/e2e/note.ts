import { reviewOf } from "../../commands/preview/model/review";
import { readDigest } from "../../commands/preview/read/digest";
import { renderNote } from "../../commands/preview/render/note";
import { noGuardRails } from "../../commands/shared/guardRails";
import type { Home } from "./home";

/** The note for a merge request, of a preview by the real engine. */
export async function noteOf(home: Home): Promise<string> {
  const told = await home.cli("preview", "--json", "--show-sames", "--show-replacement-steps");
  const options = { guardRails: noGuardRails, skipped: [], now: new Date() };
  return renderNote(reviewOf([readDigest("preview", told)], options));
}
