import { itemsOf, member, textOf } from "../read/tree";
import type { Context, Draft } from "./draft";

/** A container with the data of another one has it by the same names. */
export function shareVolumes(drafts: ReadonlyMap<string, Draft>, of: (draft: Draft) => Context): void {
  for (const draft of drafts.values())
    for (const item of itemsOf(member(draft.service.tree, "volumes_from"))) {
      const [name = "", option] = (textOf(item) ?? "").replace(/^container:/, "").split(":");
      const other = drafts.get(name);
      if (other === undefined) {
        of(draft).note(
          "lost",
          item.at,
          `${draft.service.name}: it has the data of ${name}, which is not taken in`,
        );
        continue;
      }
      const { places } = of(draft);
      for (const mount of other.mounts) {
        draft.mounts.push({ ...mount, readOnly: mount.readOnly || option === "ro" });
        places.all.find(({ key }) => key === mount.volume)?.users.add(draft.key);
      }
      draft.files.push(...other.files);
    }
}
