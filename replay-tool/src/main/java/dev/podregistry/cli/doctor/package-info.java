/** Whether the machine and the directory can carry a registry, and how its log is. */
@NullMarked
package dev.podregistry.cli.doctor;

import org.jspecify.annotations.NullMarked;
