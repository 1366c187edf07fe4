package dev.podregistry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A new name looks like no other, and one that was once recorded stays readable.
 *
 * <p>Fillers, variation selectors and blank symbols are letters, marks and symbols by their category, so names that differ
 * by one were accepted: two pods that nobody could tell apart.
 */
class ChosenNameTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x3164, 0x2800, 0x115F, 0x1160, 0xFFA0, 0x034F, 0xFE0F, 0xFE00, 0x180B, 0x180F, 0x17B4, 0x17B5, 0xE0100,
                0xE01EF, 0x1D159, 0x13441, 0x16FE4, 0x2065, 0xFFF0, 0xE0FFF
            })
    void whatLeavesNoInkIsRefusedAnywhere(int codePoint) {
        String character = Character.toString(codePoint);
        for (String name : List.of(character, character + "a", "a" + character, "a" + character + "b")) {
            requireOldNameOnly(name, String.format("has the invisible character U+%04X", codePoint));
            assertTrue(Quoted.text(name).matches("\\p{ASCII}*"), Quoted.text(name));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00A0, 0x2007, 0x202F, 0x3000, 0x2003, 0x1680})
    void whiteSpaceThatIsNoSpaceIsRefusedAnywhere(int codePoint) {
        String character = Character.toString(codePoint);
        for (String name : List.of(character + "a", "a" + character, "a" + character + "b")) {
            assertThrows(IllegalArgumentException.class, () -> PodName.chosen(name));
            assertThrows(IllegalArgumentException.class, () -> Actor.chosen(name));
        }
        requireOldNameOnly("a" + character + "b", String.format("has the white space U+%04X at index 1", codePoint));
    }

    private static void requireOldNameOnly(String name, String defect) {
        assertEquals(name, new PodName(name).value());
        assertEquals(name, new Actor(name).value());
        String pod = assertThrows(IllegalArgumentException.class, () -> PodName.chosen(name))
                .getMessage();
        assertTrue(pod.startsWith("pod name " + defect), pod);
        String actor = assertThrows(IllegalArgumentException.class, () -> Actor.chosen(name))
                .getMessage();
        assertTrue(actor.startsWith("actor " + defect), actor);
    }

    /** Each font draws these as it likes, or as the box that stands for all it does not know. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF, 0x0378, 0x50000, 0xE000, 0xF8FF, 0xF0000, 0x10FFFD
            })
    void whatHasNoFormOfItsOwnIsRefusedAnywhere(int codePoint) {
        String kind = Character.getType(codePoint) == Character.PRIVATE_USE ? "private" : "unassigned";
        String character = Character.toString(codePoint);
        for (String name : List.of(character, character + "a", "a" + character, "a" + character + "b")) {
            requireOldNameOnly(name, String.format("has the %s character U+%04X", kind, codePoint));
            assertTrue(Quoted.text(name).matches("\\p{ASCII}*"), Quoted.text(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301a", "\u20dd", "\u093e", "a \u0301", "a\u1039", "a\u0301\u17d2", "\u2d4d\u17d2"})
    void aMarkWithNothingToStandOnIsRefused(String name) {
        requireOldNameOnly(name, "has the combining mark U+");
        String message = assertThrows(IllegalArgumentException.class, () -> PodName.chosen(name))
                .getMessage();
        assertTrue(
                message.endsWith(", with no letter before it that it belongs to; choose a name without it"), message);
        assertTrue(Quoted.text(name).contains("\\u"), Quoted.text(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2d7f", "\u2d4d\u2d7f", "\u2d4d\u2d7f\u2d5c"})
    void aJoinerThatLeavesNoInkIsRefused(String name) {
        requireOldNameOnly(name, "has the invisible character U+2D7F at index ");
    }

    /** Java 17 and 25 do not know the same characters, and what one has written the other has to read. */
    @ParameterizedTest
    @ValueSource(
            strings = {"e\u0301", "\u212b", "a\u202eb", "\ud83d\udc69\u200d\ud83d\udcbb", "\u0890", "\ud801\uddd2\u0307"
            })
    void whatIsRefusedForItsUnicodeCanBeReadByAnyJvm(String name) {
        assertEquals(name, new PodName(name).value());
        assertEquals(name, new Actor(name).value());
        assertThrows(IllegalArgumentException.class, () -> PodName.chosen(name));
    }

    @Test
    void noCharacterThatIsUnsafeToPrintMayBeChosen() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (Invisible.isUnsafe(c)) {
                String name = "a" + Character.toString(c) + "b";
                assertThrows(IllegalArgumentException.class, () -> PodName.chosen(name), name);
            }
        }
    }

    @Test
    void everyFormatCharacterIsInvisible() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            assertTrue(Character.getType(c) != Character.FORMAT || Invisible.is(c));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coder",
                "coder 7",
                "Prüfer",
                "審査",
                "कोडर",
                "한국",
                "Ω-1",
                "☃",
                "🐳",
                "e\u0332",
                "ᄒ",
                "ខ្មែរ",
                "မြန်မာ",
                "עִברִית",
                "كِتاب",
                "ไม้",
                "1\u20e3",
                "\u1780\u0301\u17b6"
            })
    void whatIsToBeSeenMayBeChosen(String name) {
        assertEquals(name, PodName.chosen(name).value());
        assertEquals(name, Actor.chosen(name).value());
    }
}
