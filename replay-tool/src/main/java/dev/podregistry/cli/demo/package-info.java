/** The product at work, in a minute: processes that share a file tree. */
@NullMarked
package dev.podregistry.cli.demo;

import org.jspecify.annotations.NullMarked;
