package dev.podregistry.attack;

/**
 * What the referee knows of an attacker's end.
 *
 * @param notBefore it lived until then, at least
 * @param notAfter it had ended by then, for certain
 */
record Life(long notBefore, long notAfter) {}
