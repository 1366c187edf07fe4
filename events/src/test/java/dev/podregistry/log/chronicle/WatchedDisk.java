package dev.podregistry.log.chronicle;

import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what the system does, notes what was synced in which order, and fails when it is told to. */
final class WatchedDisk implements Fsync {

    private final List<Path> synced = new ArrayList<>();
    private @Nullable IOException failure;

    Drive drive() {
        return new Drive(this, 0);
    }

    /** From now on every sync fails; null ends that. */
    void fail(@Nullable IOException with) {
        failure = with;
    }

    /** {@return the files and folders that were synced since this was asked last} */
    List<Path> take() {
        List<Path> taken = List.copyOf(synced);
        synced.clear();
        return taken;
    }

    @Override
    public void file(Path path, FileDescriptor open) throws IOException {
        note(path);
        SYSTEM.file(path, open);
    }

    @Override
    public void names(Path folder) throws IOException {
        note(folder);
        SYSTEM.names(folder);
    }

    private void note(Path path) throws IOException {
        IOException failing = failure;
        if (failing != null) {
            throw failing;
        }
        synced.add(path);
    }
}
