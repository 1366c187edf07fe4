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

    @Test
    void everyFormatCharacterIsInvisible() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            assertTrue(Character.getType(c) != Character.FORMAT || Invisible.is(c));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"coder", "coder 7", "Prüfer", "審査", "कोडर", "한국", "Ω-1", "☃", "🐳", "e\u0332", "ᄒ"})
    void whatIsToBeSeenMayBeChosen(String name) {
        assertEquals(name, PodName.chosen(name).value());
        assertEquals(name, Actor.chosen(name).value());
    }
}
