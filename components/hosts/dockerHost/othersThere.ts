import { refusal } from "../../shared/refuse";
import { type Mark, markFile, marksFolder, type OwnMark, whose } from "../hostSetup/marks";
import { differences } from "../hostSetup/wishes";

/**
 * Refuses at a preview what another stack wishes otherwise of the same machine. Which mark is the stack's own is told by
 * its name: its number may not be known yet.
 * @throws RunError that names every setting, whose wish it is, and the ways out.
 */
export function refuseOtherWishes(host: string, own: Omit<OwnMark, "id">, marks: readonly Mark[]): void {
  const { origin, wishes, agreed } = own;
  const isAgreed = ({ project, stack = "" }: Mark) => project === origin.project && agreed.includes(stack);
  const problems = marks
    .filter((mark) => mark.file !== markFile(host, origin) && !isAgreed(mark))
    .flatMap((mark) => differences(wishes, mark.wishes).map((difference) => ({ mark, ...difference })))
    .map(
      ({ mark, option, own: here, other }) =>
        `${host}.setup.${option}: ${here} is not what ${whose(mark)} wishes of this machine: ${other}\n  Give both the same, or leave it out here: this stack then uses what the other one sets up.\n  If that stack is gone for good, take its mark away on the machine: rm '${marksFolder}/${mark.file}'`,
    );
  if (problems.length > 0) throw refusal(problems.join("\n"));
}
