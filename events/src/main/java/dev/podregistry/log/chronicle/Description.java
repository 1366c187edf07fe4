package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The first document of one of Chronicle's files, without which it reads nothing there.
 *
 * <p>But for some numbers it is always the same. No hash is over it, and a bit that is wrong leads Chronicle into any error
 * there is, so it is compared byte by byte.
 */
final class Description {

    private static final String ANY_LONG = "..".repeat(Long.BYTES);

    /** Of a file of events; the numbers are pointers. */
    static final Description OF_EVENTS = new Description("b906" + hex("header")
            + ("b608" + hex("SCQStore") + "82aa000000")
            + ("cd" + hex("writePosition") + "8e01000000008d0200000000000000" + ANY_LONG + ANY_LONG + ANY_LONG)
            + ("c8" + hex("indexing") + "b60c" + hex("SCQSIndexing") + "824c000000")
            + ("ca" + hex("indexCount") + "a50010")
            + ("cc" + hex("indexSpacing") + "a50001")
            + ("cb" + hex("index2Index") + "8fa7" + ANY_LONG)
            + ("c9" + hex("lastIndex") + "8e00000000a7" + ANY_LONG)
            + ("ca" + hex("dataFormat") + "a101"));

    static final Description OF_TABLE = new Description("b906" + hex("header")
            + ("b607" + hex("STStore") + "827e000000")
            + ("c8" + hex("wireType") + "b608" + hex("WireType") + "ec" + hex("BINARY_LIGHT"))
            + ("c8" + hex("metadata") + "b607" + hex("SCQMeta") + "8246000000")
            + ("c4" + hex("roll") + "b608" + hex("SCQSRoll") + "8227000000")
            + ("c6" + hex("length") + "a6005c2605")
            + ("c6" + hex("format") + "eb" + hex("yyyyMMdd'F'"))
            + ("c5" + hex("epoch") + "a100")
            + ("c8" + hex("sourceId") + "a100"));

    /** In hexadecimal digits; two dots stand for any byte. */
    private final String written;

    private Description(String written) {
        this.written = written;
    }

    /** {@return whether a file has it behind its first header} */
    boolean isIn(FileWindow file) throws IOException {
        String found = HexFormat.of().formatHex(file.bytesAt(Integer.BYTES, written.length() / 2));
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) != '.' && written.charAt(i) != found.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether there is a table, and it begins as Chronicle's do} */
    static boolean isInTable(Path table) throws IOException {
        if (!Files.exists(table)) {
            return false;
        }
        try (RawDay raw = RawDay.open(table)) {
            return raw.document(0) != null && OF_TABLE.isIn(raw.file());
        }
    }

    private static String hex(String name) {
        return HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
    }
}
