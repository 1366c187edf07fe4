/**
 * The embedded registry: an orchestrator opens it, gives its pods their scopes, and asks who holds what.
 *
 * <p>{@link PodRegistry} is the way in. Commands end in an {@link Outcome}: granted, often with a {@link PodHandle}, or
 * refused with the facts. Queries are asked of a {@link RegistryView}. With the static methods {@code pod}, {@code
 * child}, {@code read} and {@code write} imported:
 *
 * <pre>{@code
 * // The orchestrator: it reads everything, writes nothing itself, and may hand out all of /repo but the keys.
 * RegistryOptions options = RegistryOptions.defaults().actor("build-orchestrator");
 * try (PodRegistry registry = PodRegistry.open(directory, options);
 *         PodHandle lead = registry.register(pod("lead").read("/repo")).orElseThrow()) {
 *     TargetScope authority = TargetScope.NONE.allow(write("/repo")).deny(read("/repo/keys"));
 *
 *     // A reservation for a child: it holds its paths from now on. Its name and token go to the child's process,
 *     PodHandle reserved = lead.delegate(child("coder").write("/repo/src").under(authority))
 *             .orElseThrow();
 *     // which adopts it once it is up, and is then the one that releases it.
 *     PodHandle coder = registry.adopt(AdoptRequest.of(reserved.pod())
 *                     .token(reserved.token())
 *                     .segment(session))
 *             .orElseThrow();
 *     reserved.close(); // does nothing: the reservation has a new owner
 *
 *     // Nobody else gets a path of it, and the refusal says why.
 *     Outcome<PodHandle> outcome = registry.register(pod("other").write("/repo/src/main"));
 *     if (outcome instanceof Outcome.Refused<PodHandle> refused
 *             && refused.refusal() instanceof Refusal.WriteConflict conflict) {
 *         assertEquals(new PodName("coder"), conflict.competitor());
 *     }
 *
 *     // Who may write this file, and on whose delegation?
 *     Holding holding = registry.holderOf("/repo/src/Main.java").orElseThrow();
 *     assertEquals(coder.pod(), holding.holder().pod());
 *     assertEquals(lead.pod(), holding.chain().get(1).pod());
 *
 *     // Pods whose processes are dead are reclaimed before the next grant anyway, or now:
 *     assertEquals(List.of(), registry.reclaimStale().value());
 *
 *     // A scope can be taken back from a child that does not answer.
 *     registry.reclaimDelegated(lead.pod(), coder.pod(), List.of(write("/repo/src")))
 *             .orElseThrow();
 *     assertFalse(registry.mayWrite(coder.pod(), write("/repo/src")));
 * }
 * }</pre>
 *
 * <p>What cannot be carried out at all is a {@link dev.podregistry.model.RegistryException}; its subclasses say whether to try
 * again. A process that only asks opens the directory with {@link PodRegistry#openReadOnly}, one that must not begin a new
 * registry by a wrong path with {@link RegistryOptions#mustExist(boolean)}.
 *
 * <p>The JVM needs the flags that the log on disk names when one of them is missing.
 */
@NullMarked
package dev.podregistry.api;

import org.jspecify.annotations.NullMarked;
