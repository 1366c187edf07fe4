package dev.podregistry.cli.ask;

import dev.podregistry.audit.Checkpoint;
import dev.podregistry.audit.PemKeys;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.Report.Verdict;
import dev.podregistry.audit.SavedCheckpoint;
import dev.podregistry.cli.option.GivenFile;
import dev.podregistry.cli.option.NewFile;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the log ended earlier, and where to keep where it ends now. */
final class CheckpointOption {

    private static final String MAKE_KEYS =
            "openssl genpkey -algorithm ed25519 makes a private key, openssl pkey -pubout" + " the public one of it";

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description =
                    "Write where the log ends to FILE, unless the log is damaged or does not go on from --against.")
    private @Nullable String save;

    @Option(names = "--sign", paramLabel = "KEY", description = "Sign what --save writes with this Ed25519 key (PEM).")
    private @Nullable String sign;

    @Option(names = "--force", description = "Let --save replace FILE.")
    private boolean force;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Prove that the log goes on from this earlier checkpoint.")
    private @Nullable String earlier;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Believe --against only if it is signed, and this Ed25519 key (PEM) proves the signature.")
    private @Nullable String key;

    private @Nullable PrivateKey signer;
    private @Nullable Checkpoint against;
    private @Nullable NewFile file;

    /** Reads what was given and looks whether {@code --save} can be done, before anything takes long. */
    void prepare(Shell shell, Path registry) throws IOException {
        require(sign == null || save != null, "--sign is for what --save writes; give --save FILE");
        require(!force || save != null, "--force is for what --save writes; give --save FILE");
        require(key == null || earlier != null, "--key is for an earlier checkpoint; give --against FILE");
        if (sign != null) {
            signer = GivenFile.read(shell, sign, PemKeys::privateKey, "give an Ed25519 private key; " + MAKE_KEYS);
        }
        if (earlier != null) {
            against = earlier(shell, earlier);
        }
        if (save != null) {
            file = NewFile.at(shell, save, force, registry);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Complaint(ExitCode.USAGE, otherwise);
        }
    }

    private Checkpoint earlier(Shell shell, String typed) throws IOException {
        PublicKey verifier = key == null
                ? null
                : GivenFile.read(shell, key, PemKeys::publicKey, "give the Ed25519 public key; " + MAKE_KEYS);
        SavedCheckpoint saved = GivenFile.read(
                shell, typed, text -> SavedCheckpoint.of(text), "give a checkpoint as verify --save writes it");
        if (verifier == null) {
            if (saved.signature() != null) {
                shell.note("note: the signature of " + typed + " was not checked; give --key for that");
            }
        } else if (!saved.isSignedBy(verifier)) {
            throw new Complaint(
                    ExitCode.DAMAGED,
                    shell.resolve(typed)
                            + (saved.signature() == null
                                    ? " is not signed; do not rely on it, or leave --key out"
                                    : " is not signed with the private key of " + key
                                            + ", or was changed since; do not rely on it, or give the right key"));
        }
        return saved.checkpoint();
    }

    /** {@return what the log must go on from, or null} */
    @Nullable
    Checkpoint against() {
        return against;
    }

    /** Keeps where the log ends, if that was asked for and is worth keeping. */
    void save(Shell shell, Report report) throws IOException {
        if (file == null) {
            return;
        }
        if (report.verdict() == Verdict.DAMAGED) {
            shell.note("no checkpoint was saved, as the log is damaged");
            return;
        }
        try (NewFile kept = file) {
            kept.open()
                    .write(SavedCheckpoint.of(new Checkpoint(report.end()), signer)
                            .text());
            kept.keep();
        }
        shell.note("saved " + file.path() + (signer == null ? "" : ", signed") + ": the log up to #"
                + report.end().sequence());
    }
}
