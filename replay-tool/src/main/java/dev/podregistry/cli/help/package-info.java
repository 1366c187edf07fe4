/** What helps to type a command: help, the manual, completion, and what a wrong word may mean. */
@NullMarked
package dev.podregistry.cli.help;

import org.jspecify.annotations.NullMarked;
