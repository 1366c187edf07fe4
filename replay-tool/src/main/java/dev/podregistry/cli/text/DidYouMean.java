package dev.podregistry.cli.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what somebody may have meant who typed a name that there is not; it keeps the nearest few of any number. */
public final class DidYouMean {

    private static final int OFFERED = 3;

    private final String given;
    private final String typed;
    private final List<Candidate> nearest = new ArrayList<>();

    private record Candidate(String name, int distance) {}

    public DidYouMean(String typed) {
        this.given = typed;
        this.typed = typed.toLowerCase(Locale.ROOT);
    }

    /** {@return an offer of those of {@code names} that are near to {@code typed}} */
    public static String among(Iterable<String> names, String typed) {
        DidYouMean search = new DidYouMean(typed);
        names.forEach(search::consider);
        return search.offer();
    }

    /** {@return the one of {@code names} that is nearest to {@code typed}, or nothing when none is near} */
    public static String nearest(Iterable<String> names, String typed) {
        DidYouMean search = new DidYouMean(typed);
        names.forEach(search::consider);
        return search.nearest.isEmpty() ? "" : search.nearest.get(0).name();
    }

    /** Whoever gave a name did not mean it by another: it is never offered. */
    public void consider(String name) {
        if (name.equals(given)) {
            return;
        }
        int distance = distance(name.toLowerCase(Locale.ROOT));
        if (distance > Math.max(1, Math.min(3, typed.length() / 3))) {
            return;
        }
        Candidate candidate = new Candidate(name, distance);
        if (!nearest.contains(candidate)) {
            nearest.add(candidate);
            nearest.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
            if (nearest.size() > OFFERED) {
                nearest.remove(OFFERED);
            }
        }
    }

    /** {@return the end of a message: what to do, or nothing when no name is near} */
    public String offer() {
        Set<String> names = new LinkedHashSet<>();
        nearest.forEach(candidate -> names.add(candidate.name()));
        if (names.isEmpty()) {
            return "";
        }
        List<String> list = List.copyOf(names);
        int last = list.size() - 1;
        return "; did you mean "
                + (last == 0 ? list.get(0) : String.join(", ", list.subList(0, last)) + " or " + list.get(last)) + "?";
    }

    /** {@return how many letters must be changed, added, dropped or swapped with the next; a beginning is near} */
    private int distance(String name) {
        if (Math.abs(name.length() - typed.length()) > OFFERED) {
            return typed.length() > 1 && name.startsWith(typed) ? 1 : Integer.MAX_VALUE;
        }
        int[][] d = new int[typed.length() + 1][name.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= name.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, i, j, name);
            }
        }
        return typed.length() > 1 && name.startsWith(typed) ? 1 : d[typed.length()][name.length()];
    }

    private int cheapest(int[][] d, int i, int j, String name) {
        int change = d[i - 1][j - 1] + (typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && typed.charAt(i - 1) == name.charAt(j - 2)
                && typed.charAt(i - 2) == name.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
