package dev.podregistry.path;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/** The types of file systems in which two names are never one, so that nothing needs to be found out. */
final class ExactTypes implements Predicate<String> {

    private static final Set<String> ALWAYS = Set.of("ext2", "ext3", "btrfs", "ramfs", "devtmpfs", "proc", "sysfs");

    /** Folders of these ignore case where somebody made them so, if the kernel can. */
    private static final Set<String> UNLESS_THE_KERNEL_FOLDS = Set.of("ext4", "f2fs", "tmpfs");

    private final boolean kernelFolds;

    ExactTypes(boolean kernelFolds) {
        this.kernelFolds = kernelFolds;
    }

    /** {@return those under this kernel} */
    static ExactTypes ofSystem() {
        // One feature of the kernel serves all types; ext4 tells whether it is there.
        Path features = Path.of("/sys/fs/ext4/features");
        return new ExactTypes(!Files.isDirectory(features) || Files.exists(features.resolve("casefold")));
    }

    /** {@return whether folders of file systems of {@code type} mind case unless somebody made them ignore it} */
    static boolean isUnlessMadeOtherwise(String type) {
        return UNLESS_THE_KERNEL_FOLDS.contains(type);
    }

    @Override
    public boolean test(String type) {
        return ALWAYS.contains(type) || (!kernelFolds && UNLESS_THE_KERNEL_FOLDS.contains(type));
    }
}
