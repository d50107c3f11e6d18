/** What in a comment is no words, but a line that was taken out. */
const code = /^\s*(-\s|[\w.-]+\s*[:=](\s|\S*$)|[\w.${}-]+=|["'/[{]|https?:\/\/\S+$|#|=+|-{3,}|\*{3,})/;

/** What a person said in a comment, without lines that were taken out: nobody knows what is in those. */
export function words(comment: string | undefined): string | undefined {
  const kept = (comment ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !code.test(line));
  const text = kept.join("\n");
  return text === "" || text.length > 600 ? undefined : text;
}
