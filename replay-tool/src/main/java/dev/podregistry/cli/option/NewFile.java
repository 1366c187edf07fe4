package dev.podregistry.cli.option;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.place.Reasons;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command writes: whole or not at all, and over no other file unless it was told to.
 *
 * <p>It is written beside its place, put on the disk, and then given its name. A file that is there is never taken for one
 * that may go: who wants it replaced says so, and then only a regular file is.
 */
public final class NewFile implements AutoCloseable {

    private final Path path;
    private final Path temporary;
    private final boolean force;
    private @Nullable FileChannel channel;
    private @Nullable Writer writer;

    private NewFile(Path path, Path temporary, boolean force) {
        this.path = path;
        this.temporary = temporary;
        this.force = force;
    }

    /**
     * {@return the file to write, of which nothing is there yet}
     *
     * @param typed its path, as typed
     * @param force whether it may replace another
     * @param registry the registry that is being read, in which nothing is written
     */
    public static NewFile at(Shell shell, String typed, boolean force, Path registry) throws IOException {
        Path path = shell.resolve(typed).toAbsolutePath().normalize();
        Path folder = path.getParent();
        Path name = path.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            throw new Complaint(ExitCode.IO, "cannot write " + path + ": there is no such directory; make it first");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new Complaint(ExitCode.IO, "cannot write " + path + ": it is no regular file; give another");
            }
            if (!force) {
                throw existing(path);
            }
        }
        if (Files.isDirectory(registry) && folder.toRealPath().startsWith(registry.toRealPath())) {
            throw new Complaint(
                    ExitCode.IO,
                    "cannot write " + path + ": it is inside of the registry, which is only read; give another");
        }
        return new NewFile(path, folder.resolve(name + "." + UUID.randomUUID() + ".tmp"), force);
    }

    private static Complaint existing(Path path) {
        return new Complaint(
                ExitCode.IO, "cannot write " + path + ": it exists; give another, or --force to have it replaced");
    }

    public Path path() {
        return path;
    }

    /** {@return what takes the contents, in UTF-8} */
    public Writer open() throws IOException {
        try {
            FileChannel opened = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel = opened;
            Writer to = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(opened), StandardCharsets.UTF_8), 64 << 10);
            writer = to;
            return to;
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + Reasons.of(e, path), e);
        }
    }

    /** Puts what was written in its place. */
    public void keep() throws IOException {
        try {
            if (channel == null || writer == null) {
                throw new IllegalStateException("nothing was written to " + path);
            }
            writer.flush();
            channel.force(true);
            writer.close();
            if (force) {
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            } else {
                moveToFreePlace();
            }
        } catch (FileAlreadyExistsException e) {
            throw existing(path);
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + Reasons.of(e, path), e);
        }
    }

    /** A link, unlike a move, cannot replace what somebody has put there a moment ago. */
    private void moveToFreePlace() throws IOException {
        try {
            Files.createLink(path, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(temporary, path);
        }
    }

    /** Leaves nothing behind but what was kept. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }
}
