package dev.podregistry.cli.option;

import dev.podregistry.cli.text.DidYouMean;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Words of a fixed set, as somebody types them: in any case, with or without hyphens. */
public final class Words {

    private Words() {}

    /**
     * {@return the constant of {@code type} that is typed as {@code typed}}
     *
     * @param what the words are, for the message
     * @throws IllegalArgumentException when there is none, naming those there are, and one that may be meant
     */
    public static <E extends Enum<E>> E find(String what, Class<E> type, String typed) {
        for (E each : type.getEnumConstants()) {
            if (plain(each.toString()).equals(plain(typed))) {
                return each;
            }
        }
        List<String> all =
                Stream.of(type.getEnumConstants()).map(Object::toString).toList();
        int last = all.size() - 1;
        throw new IllegalArgumentException("\"" + typed + "\" is no " + what + "; there are "
                + String.join(", ", all.subList(0, last)) + " and " + all.get(last) + DidYouMean.among(all, typed));
    }

    private static String plain(String word) {
        return word.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
