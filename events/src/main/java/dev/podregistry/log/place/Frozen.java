package dev.podregistry.log.place;

import dev.podregistry.log.place.FileFacts.Type;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Tells what its owner cannot write to, whatever its mode says: what is immutable, or may only be appended to. */
public final class Frozen {

    private static final int OWNER_WRITE = 0200;

    private Frozen() {}

    /**
     * {@return whether this process owns {@code facts}, or may do what the owner may, and the kernel lets nobody write to it}
     *
     * <p>Nothing changes by looking: a file is opened for writing and closed again. That gives up what locks this JVM has on
     * it, so one that is locked must be looked at with {@link #isImmutable}.
     */
    public static boolean is(FileFacts facts) {
        if (facts.type() != Type.FILE) {
            return isImmutable(facts);
        }
        if (!mayOwn(facts)) {
            return false;
        }
        try {
            FileChannel.open(facts.path(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                    .close();
            return false;
        } catch (FileSystemException e) {
            return isOfNoRights(e.getReason());
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the same of what is immutable, by the kernel's word alone; nothing is opened} */
    public static boolean isImmutable(FileFacts facts) {
        return facts.type() != Type.LINK
                && mayOwn(facts)
                && (facts.permissions() & OWNER_WRITE) != 0
                && !Files.isWritable(facts.path())
                && !isReadOnly(facts);
    }

    /** The kernel has two words for no: one for rights and modes, and this one. */
    private static boolean isOfNoRights(@Nullable String reason) {
        return "Operation not permitted".equals(reason);
    }

    private static boolean mayOwn(FileFacts facts) {
        return CurrentUser.number()
                .filter(user -> user == CurrentUser.ROOT || user == facts.user())
                .isPresent();
    }

    private static boolean isReadOnly(FileFacts facts) {
        try {
            return Files.getFileStore(facts.path()).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }
}
