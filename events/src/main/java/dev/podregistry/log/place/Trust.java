package dev.podregistry.log.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a registry takes for its own: what stands itself at its path, belongs to the registry's owner, and nobody else may
 * write to.
 *
 * <p>Whoever can write to a registry can grant anything. What the superuser made is taken as well.
 *
 * @param owner the number of the registry's owner
 */
public record Trust(int owner) {

    /**
     * {@return the trust of the registry in a directory}
     *
     * @param registryDirectory the directory, by whatever name
     */
    public static Trust in(Path registryDirectory) throws IOException {
        FileFacts facts = FileFacts.of(registryDirectory.toRealPath());
        return new Trust(facts == null ? CurrentUser.ROOT : facts.user());
    }

    /**
     * {@return why that is none of the registry's own, and what to do, or null when it is or nothing is there}
     *
     * @param path a file or directory of the registry
     * @param expected what it has to be
     * @throws IOException when it may not be looked at
     */
    public @Nullable String defect(Path path, FileFacts.Type expected) throws IOException {
        FileFacts facts = FileFacts.of(path);
        if (facts == null) {
            return null;
        }
        String misplaced = misplaced(facts, expected);
        return misplaced == null ? defect(facts) : misplaced;
    }

    /** {@return why what stands there is not what is expected, and what to do, or null when it is or nothing is there} */
    public static @Nullable String misplaced(Path path, FileFacts.Type expected) throws IOException {
        FileFacts facts = FileFacts.of(path);
        return facts == null ? null : misplaced(facts, expected);
    }

    private static @Nullable String misplaced(FileFacts facts, FileFacts.Type expected) {
        if (facts.type() == expected) {
            return null;
        }
        String is = facts.path() + " is " + facts.type();
        return facts.type() == FileFacts.Type.LINK
                ? is + ", and no link is followed in a registry; put " + expected
                        + " of its owner there, or move the link away"
                : is + ", not " + expected + "; find out who put it there, and move it away";
    }

    private @Nullable String defect(FileFacts facts) {
        if (facts.user() != owner && facts.user() != CurrentUser.ROOT) {
            return facts.path() + " belongs to " + facts.owner() + ", and the registry to user "
                    + Integer.toUnsignedString(owner) + "; find out who put it there, and move it away or run: chown "
                    + Integer.toUnsignedString(owner) + " " + shell(facts.path());
        }
        return facts.isOpenToOthers() ? open(facts) : null;
    }

    /**
     * {@return why a name of a directory is not to be gone by, and what to do, or null when it may be}
     *
     * <p>Whoever has made a link leads it where they like: only one's own, the superuser's, and that of the directory's
     * owner are followed.
     */
    public static @Nullable String strangersLink(Path directory) throws IOException {
        FileFacts link = FileFacts.of(directory);
        if (link == null || link.type() != FileFacts.Type.LINK || link.user() == CurrentUser.ROOT) {
            return null;
        }
        Path real = Files.exists(directory) ? directory.toRealPath() : null;
        FileFacts target = real == null ? null : FileFacts.of(real);
        boolean owners = target != null && target.user() == link.user();
        return owners
                        || CurrentUser.number()
                                .filter(user -> user != link.user())
                                .isEmpty()
                ? null
                : directory + " is a link that belongs to " + link.owner()
                        + ", who can lead it anywhere; give the directory itself"
                        + (real == null ? "" : ", if it is meant: " + real);
    }

    /** {@return what is wrong with a file that others may write to, and what to do} */
    public static String open(FileFacts facts) {
        return facts.path() + " has mode " + facts.mode()
                + ", so that others can write to it, and whoever can grants anything; run: chmod go-w "
                + shell(facts.path());
    }

    /** {@return a path as a word of a shell, which no command takes for an option} */
    public static String shell(Path path) {
        String text = path.toString();
        return ShellWord.of(text.startsWith("-") ? "./" + text : text);
    }
}
