package dev.podregistry.log.chronicle.raw;

import dev.podregistry.log.chronicle.disk.FileWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * What Chronicle writes into its files besides transactions and indexes, and without which it reads nothing there: the first
 * document of a file of events, and all of the table.
 *
 * <p>But for some numbers it is always the same. No hash is over it, and a bit that is wrong leads Chronicle into any error
 * there is, so it is compared byte by byte.
 */
public final class Description {

    /** Two dots stand for any byte, two digits for that one. */
    private static final String NUMBER = "..".repeat(Long.BYTES);

    /** Chronicle would append nothing as long as somebody had that lock, and only its replication takes it. */
    private static final String NOBODY = "0000000000000080";

    private static final String OF_EVENTS = "........b906" + hex("header")
            + ("b608" + hex("SCQStore") + "82aa000000")
            + ("cd" + hex("writePosition") + "8e01000000008d0200000000000000" + NUMBER + NUMBER + NUMBER)
            + ("c8" + hex("indexing") + "b60c" + hex("SCQSIndexing") + "824c000000")
            + ("ca" + hex("indexCount") + "a50010")
            + ("cc" + hex("indexSpacing") + "a50001")
            + ("cb" + hex("index2Index") + "8fa7" + NUMBER)
            + ("c9" + hex("lastIndex") + "8e00000000a7" + NUMBER)
            + ("ca" + hex("dataFormat") + "a101");

    private static final List<String> OF_TABLE = List.of(
            "94000040b906" + hex("header")
                    + ("b607" + hex("STStore") + "827e000000")
                    + ("c8" + hex("wireType") + "b608" + hex("WireType") + "ec" + hex("BINARY_LIGHT"))
                    + ("c8" + hex("metadata") + "b607" + hex("SCQMeta") + "8246000000")
                    + ("c4" + hex("roll") + "b608" + hex("SCQSRoll") + "8227000000")
                    + ("c6" + hex("length") + "a6005c2605")
                    + ("c6" + hex("format") + "eb" + hex("yyyyMMdd'F'"))
                    + ("c5" + hex("epoch") + "a100")
                    + ("c8" + hex("sourceId") + "a1008f"),
            value("listing.highestCycle", "8e00000000"),
            value("listing.lowestCycle", "8e0100000000"),
            value("listing.modCount", "8f"),
            value("chronicle.write.lock", "8e00000000"),
            fixed("chronicle.append.lock", "8f8f8f8f", NOBODY),
            value("chronicle.lastIndexReplicated", "8f8f8f8f"),
            value("chronicle.lastAcknowledgedIndexReplicated", ""),
            value("chronicle.lastIndexMSynced", "8e020000000000"),
            value("normalisedEOFsTo", "8f"));

    /** The last of these comes with the second file of events. */
    private static final int AT_FIRST = OF_TABLE.size() - 1;

    private Description() {}

    private static String value(String name, String padding) {
        return fixed(name, padding, NUMBER);
    }

    private static String fixed(String name, String padding, String value) {
        String content = "b9" + HexFormat.of().toHexDigits((byte) name.length()) + hex(name) + padding + "a7" + value;
        return HexFormat.of().toHexDigits((byte) (content.length() / 2)) + "000000" + content;
    }

    private static String hex(String name) {
        return HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return whether a file of events begins as Chronicle writes it, whatever its first header is} */
    static boolean isOfEvents(FileWindow file) throws IOException {
        return isAt(0, OF_EVENTS, file);
    }

    /** {@return whether there is a table with all that Chronicle writes into one at first, and nothing that it does not} */
    public static boolean isWholeTable(Path table) throws IOException {
        return documentsOfTable(table) >= AT_FIRST;
    }

    /** {@return whether a table is as whoever creates it leaves it, at any moment but before its first header} */
    static boolean isTable(Path table) throws IOException {
        return documentsOfTable(table) > 0;
    }

    /** {@return how many documents a table has; none when there is none, or anything else is in it} */
    private static int documentsOfTable(Path table) throws IOException {
        if (!Files.exists(table)) {
            return 0;
        }
        try (FileWindow file = FileWindow.open(table)) {
            int count = 0;
            long offset = 0;
            while (count < OF_TABLE.size() && isAt(offset, OF_TABLE.get(count), file)) {
                offset += OF_TABLE.get(count).length() / 2;
                count++;
            }
            return file.intAt(offset) == 0 && Table.isPlausible(table) ? count : 0;
        }
    }

    private static boolean isAt(long offset, String written, FileWindow file) throws IOException {
        String found = HexFormat.of().formatHex(file.bytesAt(offset, written.length() / 2));
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) != '.' && written.charAt(i) != found.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
