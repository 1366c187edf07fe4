package dev.podregistry.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A style or script that stands in the page itself, and that the page's policy knows by its hash.
 *
 * @param text exactly what stands between the tags
 */
record Block(String text) {

    /** What would end the element early, or change how its end is found. */
    private static final Pattern MARKUP = Pattern.compile("</?(script|style)|<!--", Pattern.CASE_INSENSITIVE);

    /** Where the unabridged source would be: a browser would look for it. */
    private static final Pattern SOURCE_MAP = Pattern.compile("//# sourceMappingURL=.*|/\\*# sourceMappingURL=.*?\\*/");

    Block {
        if (MARKUP.matcher(text).find()) {
            throw new IllegalArgumentException("a style or script that would break the page: it has markup in it");
        }
    }

    /** {@return our own style or script of that name} */
    static Block own(String name) {
        return new Block(resource(name));
    }

    /** {@return a file of somebody else's library, under its licence} */
    static Block of(String library, String name) {
        String folder = "lib/" + library + "/";
        return new Block("/*\n" + resource(folder + "LICENSE") + "*/\n"
                + SOURCE_MAP.matcher(resource(folder + name)).replaceAll(""));
    }

    /** {@return the text of a resource, its lines ended as an HTML parser would end them} */
    static String resource(String name) {
        try (InputStream in = Block.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the tool was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\r\\n?", "\n");
        } catch (IOException e) {
            throw new IllegalStateException("the tool cannot read its own " + name, e);
        }
    }

    /** {@return its hash as a policy writes it} */
    String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
