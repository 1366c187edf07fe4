package dev.podregistry.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys in PEM, as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout} write them. */
public final class PemKeys {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");

    private PemKeys() {}

    /**
     * {@return the private key of a PEM text}
     *
     * @throws IllegalArgumentException when it is no such key, saying why
     */
    public static PrivateKey privateKey(String pem) {
        byte[] der = der(pem, "PRIVATE KEY");
        try {
            return factory().generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is a private key, but not of Ed25519", e);
        }
    }

    /**
     * {@return the public key of a PEM text}
     *
     * @throws IllegalArgumentException when it is no such key, saying why
     */
    public static PublicKey publicKey(String pem) {
        byte[] der = der(pem, "PUBLIC KEY");
        try {
            return factory().generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is a public key, but not of Ed25519", e);
        }
    }

    private static KeyFactory factory() throws NoSuchAlgorithmException {
        return KeyFactory.getInstance("Ed25519");
    }

    private static byte[] der(String pem, String wanted) {
        Matcher block = PEM.matcher(pem);
        if (!block.matches()) {
            throw new IllegalArgumentException("it is no key in PEM");
        }
        if (!block.group(1).equals(wanted)) {
            throw new IllegalArgumentException("it holds a " + block.group(1) + ", not a " + wanted);
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its base64 is garbled", e);
        }
    }
}
