import * as pulumi from "@pulumi/pulumi";

/** What an output is where it is known, and undefined where a preview cannot know it. */
export const ifKnown = <T>(output: pulumi.Output<T>): pulumi.Output<T | undefined> => {
  // Not among the published types: an output that is not known runs no function, and says so only here.
  const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
  return pulumi.output(isKnown).apply((known) => (known ? output : undefined)) as pulumi.Output<
    T | undefined
  >;
};
