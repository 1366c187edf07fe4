package dev.podregistry.cli;

import dev.podregistry.model.ScopePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Paths as somebody types them at a prompt. */
final class Paths {

    private Paths() {}

    /** {@return the path that was typed, absolute and without dots; the file system is not asked} */
    static ScopePath scopePath(Shell shell, String typed) {
        if (typed.isEmpty()) {
            throw new Complaint(ExitCode.USAGE, "the path is empty");
        }
        String path = RegistryOption.resolve(shell, typed).normalize().toString();
        String defect = ScopePath.defect(path);
        if (defect != null) {
            throw new Complaint(ExitCode.USAGE, "the path \"" + path + "\" " + defect);
        }
        return new ScopePath(path);
    }

    /** Points out on stderr that a symbolic link is on the way to {@code path} on this machine. */
    static void noteLinks(Shell shell, ScopePath path) {
        noteLinks(shell, path, "targets are usually recorded in that form, so ask for it as well");
    }

    /** Points out the same with that advice. */
    static void noteLinks(Shell shell, ScopePath path, String advice) {
        String behind = behindLinks(path);
        if (behind != null) {
            shell.note("note: on this machine " + path + " leads to " + behind + " by a symbolic link; " + advice);
        }
    }

    /** {@return where {@code path} leads on this machine if a symbolic link is on the way, or null} */
    static @Nullable String behindLinks(ScopePath path) {
        Path given = Path.of(path.value());
        for (Path existing = given; existing != null; existing = existing.getParent()) {
            if (Files.exists(existing)) {
                Path real = real(existing).resolve(existing.relativize(given));
                return real.equals(given) ? null : real.toString();
            }
        }
        return null;
    }

    private static Path real(Path existing) {
        try {
            return existing.toRealPath();
        } catch (IOException e) {
            return existing;
        }
    }
}
