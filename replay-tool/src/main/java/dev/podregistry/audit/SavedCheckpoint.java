package dev.podregistry.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as a file holds it, signed or not.
 *
 * <pre>
 * the text of the {@link Checkpoint}
 *                                        only when it is signed: an empty line
 * ed25519 88 characters of base64        and the Ed25519 signature of all bytes before the empty line
 * </pre>
 *
 * @param checkpoint the checkpoint
 * @param signature the signature in base64, or null
 */
public record SavedCheckpoint(
        Checkpoint checkpoint, @Nullable String signature) {

    private static final String ALGORITHM = "Ed25519";
    private static final Pattern SIGNED =
            Pattern.compile("(.*\n)\ned25519 ([A-Za-z0-9+/]{85}[AQgw]==)\n", Pattern.DOTALL);

    /** {@return the checkpoint signed with {@code key}, or unsigned when there is none} */
    public static SavedCheckpoint of(Checkpoint checkpoint, @Nullable PrivateKey key) {
        if (key == null) {
            return new SavedCheckpoint(checkpoint, null);
        }
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(bytes(checkpoint));
            return new SavedCheckpoint(checkpoint, Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with " + key.getAlgorithm() + " failed", e);
        }
    }

    /**
     * {@return what a file holds}
     *
     * @throws IllegalArgumentException when it is no checkpoint, saying why
     */
    public static SavedCheckpoint of(String file) {
        Matcher signed = SIGNED.matcher(file);
        if (signed.matches()) {
            return new SavedCheckpoint(Checkpoint.of(signed.group(1)), signed.group(2));
        }
        if (file.contains("\n\n")) {
            throw new IllegalArgumentException("its signature is garbled");
        }
        return new SavedCheckpoint(Checkpoint.of(file), null);
    }

    /** {@return the file} */
    public String text() {
        return checkpoint.text() + (signature == null ? "" : "\ned25519 " + signature + "\n");
    }

    /** {@return whether it has a signature, and that is one by the owner of {@code key} over the whole checkpoint} */
    public boolean isSignedBy(PublicKey key) {
        if (signature == null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(bytes(checkpoint));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] bytes(Checkpoint checkpoint) {
        return checkpoint.text().getBytes(StandardCharsets.US_ASCII);
    }
}
