package dev.podregistry.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A link of the hash chain: the SHA-256 of the previous link and of what was stored. Immutable. */
public final class Hash {

    /** The length of a hash in bytes. */
    public static final int BYTES = 32;

    /** What the first event's hash builds on: 32 zero bytes. */
    public static final Hash GENESIS = new Hash(new byte[BYTES]);

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash::sha256);
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * {@return the hash written as 64 hexadecimal digits}
     *
     * @throws IllegalArgumentException when {@code hex} is not that
     */
    public static Hash ofHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal digits, not " + hex.length() + " characters");
        }
        return new Hash(HEX.parseHex(hex));
    }

    /** {@return the hash of an event stored as {@code stored} right after the event whose hash is this one} */
    public Hash next(byte[] stored) {
        MessageDigest digest = SHA_256.get();
        digest.reset();
        digest.update(bytes);
        return new Hash(digest.digest(stored));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the 64 lower-case hexadecimal digits} */
    @Override
    public String toString() {
        return HEX.formatHex(bytes);
    }
}
