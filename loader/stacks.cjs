/**
 * Pulumi's library tells the engine of each resource by which calls it was made, and a state keeps that: a kilobyte of
 * places in files that nothing reads, in a state that is written anew with every step. What is made stays without.
 */
const known = new WeakSet();

exports.withoutStacks = (module) => {
  const { Resource } = module;
  if (!Resource?.stackTrace || known.has(Resource)) return module;
  known.add(Resource);
  Resource.stackTrace = () => [];
  return module;
};
