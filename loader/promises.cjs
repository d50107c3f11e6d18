/**
 * Pulumi's library notes with each promise where it was made, for PULUMI_DEBUG_PROMISE_LEAKS; a container has
 * hundreds of them. Without that variable nobody reads the notes: they are left empty.
 */
const known = new WeakSet();

exports.withoutTraces = (debuggable) => {
  const { debuggablePromise, debugPromiseLeaks } = debuggable;
  if (debugPromiseLeaks || !debuggablePromise || known.has(debuggable)) return debuggable;
  known.add(debuggable);
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return debuggable;
};
